// Once a page is out of date, also its words say so: the sentence and each state tell when they were true.
var root = document.documentElement;

function tell() {
  var was = document.getElementById("as-it-was"), stale = root.classList.contains("is-stale");
  if (!was) return;
  root.style.setProperty("--was", JSON.stringify(was.dataset.was + " "));
  document.querySelectorAll("h1").forEach(function (heading) {
    var there = heading.querySelector(".was");
    if (there && !stale) there.remove();
    if (!there && stale) heading.prepend(words(was));
  });
}

function words(was) {
  var span = document.createElement("span");
  span.className = "was";
  span.dataset.script = "";
  span.append.apply(span, Array.from(was.cloneNode(true).childNodes).concat(" "));
  return span;
}

new MutationObserver(tell).observe(root, { attributes: true, attributeFilter: ["class"] });
document.addEventListener("said", tell);
document.addEventListener("renewed", function () {
  document.querySelectorAll("h1 > .was").forEach(function (one) { one.remove(); }); // of another time
  tell();
});
tell();
