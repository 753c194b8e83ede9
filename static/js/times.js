// Times in the visitor's own zone, or in the site's by choice; the other one is a hover away. An age beside
// them keeps counting.
var language = document.documentElement.lang || "en";
var FULL = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
var SHAPES = {
  full: FULL,
  day: { day: "numeric", month: "short", year: "numeric" },
  clock: { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" },
  seconds: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  short: { hour: "2-digit", minute: "2-digit" },
  dated: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }
};
var STEPS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
var WRONG = 300; // seconds that a clock may differ before an instant counts as one to come
var makers = {};
// A language alone gives the habits of one of its countries; pages in English keep to 24 hours.
var place = language === "en" ? "en-GB" : language;
var zone = document.querySelector(".zone"), yours = Intl.DateTimeFormat().resolvedOptions().timeZone;
// What is written for this very zone already stays as it is.
var elsewhere = !zone || zone.dataset.zone !== yours;
var button = document.getElementById("zones"), sites = false; // the site's zone was chosen
var ages = new Intl.RelativeTimeFormat(place, { numeric: "always" });

function written(style, instant) {
  var now = new Date(present()), far = now.toDateString() !== instant.toDateString() && style !== "full" && style !== "day";
  var dated = style === "short" && now.getFullYear() === instant.getFullYear() ? "dated" : "full";
  var name = far ? dated : style;
  if (!makers[name]) makers[name] = new Intl.DateTimeFormat(place, Object.assign({ hourCycle: "h23" }, SHAPES[name] || FULL));
  return makers[name].format(instant);
}

function tell() {
  if (elsewhere) document.querySelectorAll("time[data-as]").forEach(move);
  document.querySelectorAll("[data-aged] > [data-script]:not(.was)").forEach(function (one) {
    if (!one.previousSibling || one.previousSibling.nodeName !== "TIME") one.remove();
  });
  count();
  document.documentElement.classList.add("aged");
}

function move(time) {
  var instant = new Date(time.dateTime), data = time.dataset, ours = data.told === time.textContent;
  var what = time.dateTime + sites;
  if (isNaN(instant) || !time.firstChild || (ours && time.done === what)) return;
  time.done = what;
  if (!ours) data.written = time.textContent; // by the server
  var told = written(data.as, instant);
  data.told = sites ? data.written : told;
  time.title = sites ? told + " · " + yours : data.written + (zone ? " · " + zone.dataset.zone : "");
  if (!ours || time.textContent !== data.told) time.firstChild.data = data.told;
}

function choose(whose) {
  sites = whose === "site";
  button.textContent = button.dataset[sites ? "site" : "yours"];
  zone.textContent = sites ? zone.written : zone.dataset.yours.replace("{yours}", yours.replace(/_/g, " "));
  tell();
}

function keep(whose) {
  try {
    if (whose) localStorage.setItem("times", whose);
    else localStorage.removeItem("times");
  } catch (none) {} // it then holds for this page alone
}

function kept() {
  try { return localStorage.getItem("times"); } catch (none) { return null; }
}

// By the clock of the page's host, once freshness.js has asked it.
function present() {
  return Date.now() + (Number(document.documentElement.dataset.skew) || 0);
}

// An instant that stands alone in its sentence is followed by its age: an element of ours, so that what the server wrote stays as it is.
function count() {
  document.querySelectorAll("[data-aged] > time:only-of-type").forEach(function (time) {
    var span = time.nextSibling, text = age((present() - new Date(time.dateTime)) / 1000);
    if (!span || !span.dataset || !("script" in span.dataset)) {
      span = document.createElement("span");
      span.dataset.script = "";
      span.append("");
      time.after(span);
    }
    if (span.firstChild.data !== text) span.firstChild.data = text;
  });
}

function age(seconds) {
  if (seconds > -WRONG) seconds = Math.max(0, seconds);
  var step = STEPS.find(function (one) { return Math.abs(seconds) >= one[1]; }) || STEPS[3];
  return ", " + ages.format(-Math.trunc(seconds / step[1]), step[0]);
}

if (button && zone && elsewhere) {
  zone.written = zone.textContent;
  button.hidden = false;
  button.addEventListener("click", function () {
    keep(sites ? "" : "site");
    choose(sites ? "" : "site");
  });
  // Chosen in another tab.
  window.addEventListener("storage", function (event) { if (event.key === "times") choose(event.newValue); });
  choose(kept());
} else tell();
setInterval(function () { if (!document.hidden) count(); }, 1000);
document.addEventListener("visibilitychange", function () { if (!document.hidden) count(); });
document.addEventListener("renewed", tell);
document.addEventListener("said", tell);
