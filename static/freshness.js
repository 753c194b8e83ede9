// Turns a page grey once what it says may no longer be true: also on a copy whose maker has died.
(function () {
  var root = document.documentElement, asked = false, colour = "";
  function past() { return Date.now() + (Number(root.dataset.skew) || 0) > Date.parse(root.dataset.validUntil); }
  function show(id, on) {
    var one = document.getElementById(id);
    if (one && one.hidden === on) one.hidden = !on;
  }
  function judge() {
    var stale = past(), icon = document.querySelector("link[rel=icon]");
    root.classList.toggle("is-stale", stale);
    show("stale", stale);
    show("was", stale);
    if (!stale) show("by-clock", false);
    // The tab, too, is what somebody may be looking at.
    if (stale !== (document.title.indexOf("? ") === 0)) document.title = stale ? "? " + document.title : document.title.slice(2);
    if (!icon || !icon.dataset.stale || stale === !!colour) return;
    if (stale) colour = icon.getAttribute("href");
    else if (icon.getAttribute("href") !== icon.dataset.stale) colour = ""; // renewed
    if (colour) icon.setAttribute("href", stale ? icon.dataset.stale : colour);
    if (!stale) colour = "";
  }
  function trust() {
    // The visitor's clock may be wrong: the host's Date is asked first, but not waited for long.
    if (asked) return;
    asked = true;
    var stop = new AbortController(), limit = setTimeout(function () { stop.abort(); }, 4000);
    (location.protocol === "file:" ? Promise.reject() : fetch(location.href, { method: "HEAD", cache: "no-store", signal: stop.signal })).then(function (answer) {
      var date = Date.parse(answer.headers.get("Date"));
      if (!date) throw new Error("the host does not tell the time");
      // What a cache keeps has the Date of its making and its Age since then (RFC 9111, section 5.1).
      var skew = date + 1000 * (Number(answer.headers.get("Age")) || 0) - Date.now();
      // A Date has whole seconds and is some on its way: ages do not tremble for that.
      root.dataset.skew = Math.abs(skew) < 5000 ? 0 : skew;
    }).catch(function () { show("by-clock", !root.dataset.skew); }).then(function () {
      clearTimeout(limit);
      asked = false;
      judge();
    });
  }
  function look() {
    if (past() && !root.classList.contains("is-stale")) trust();
    else judge();
  }
  setInterval(look, 1000);
  // A clock that is slow would never come past the time; a page that nobody sees asks nothing.
  setTimeout(function first() { if (document.hidden) setTimeout(first, 10000); else if (!root.dataset.skew) trust(); }, 10000);
  document.addEventListener("renewed", look);
  look();
})();
