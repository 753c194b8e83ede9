// Turns a page grey once what it says may no longer be true: also on a copy whose maker has died.
(function () {
  var root = document.documentElement;
  var until = Date.parse(root.dataset.validUntil);
  var skew = 0;
  function judge() {
    var stale = Date.now() + skew > until;
    root.classList.toggle("is-stale", stale);
    var word = document.getElementById("stale");
    if (word) word.hidden = !stale;
    return stale;
  }
  function trust() {
    // The visitor's clock may be wrong: the host's Date header is asked before the page is greyed.
    fetch(location.href, { method: "HEAD", cache: "no-store" }).then(function (answer) {
      var date = Date.parse(answer.headers.get("Date"));
      if (date) skew = date - Date.now();
    }).catch(function () {}).then(judge);
  }
  function look() {
    if (Date.now() + skew > until && !root.classList.contains("is-stale")) trust();
    else judge();
  }
  setInterval(look, 1000);
  look();
})();
