// A bar's days by mouse, touch and keyboard: one stop for the tab key, arrows go from day to day.
var DAYS = 90, STEP = 7; // as the server draws them: units of the picture from one day to the next
var language = document.documentElement.lang || "en";
var named = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

function dayOf(bar, place) {
  var first = new Date(bar.dataset.from + "T12:00:00Z");
  first.setUTCDate(first.getUTCDate() + place);
  return named.format(first);
}

function words(bar, place) {
  var found = Array.from(bar.querySelectorAll("[data-day]")).find(function (one) {
    var ends = one.dataset.day.split("-").map(Number);
    return place >= ends[0] && place <= ends[ends.length - 1];
  });
  if (!found) return dayOf(bar, place) + ": " + bar.dataset.good;
  // In the list a day is named first; here the name is the one of this very day.
  return dayOf(bar, place) + ": " + found.textContent.replace(found.querySelector("b").textContent, "").trim().replace(/\s+/g, " ");
}

function say(bar, slider) {
  var text = words(bar, Number(slider.getAttribute("aria-valuenow")));
  if (slider.getAttribute("aria-valuetext") !== text) slider.setAttribute("aria-valuetext", text);
  return text;
}

function show(bar, slider, place) {
  place = Math.max(0, Math.min(DAYS - 1, place));
  slider.setAttribute("aria-valuenow", place);
  var at = bar.querySelector(".at") || mark(bar, "at"), tip = bar.querySelector(".tip") || mark(bar, "tip");
  at.style.left = (place * STEP / bar.querySelector("svg").viewBox.baseVal.width * 100) + "%";
  tip.textContent = say(bar, slider);
  tip.style.left = Math.max(0, Math.min(bar.clientWidth - tip.offsetWidth, (place + 0.5) / DAYS * bar.clientWidth - tip.offsetWidth / 2)) + "px";
}

function mark(bar, name) {
  var one = document.createElement("span");
  one.className = name;
  one.dataset.script = "";
  one.setAttribute("aria-hidden", "true");
  bar.append(one);
  return one;
}

function hide(bar) {
  bar.querySelectorAll(".at, .tip").forEach(function (one) { one.remove(); });
}

function enable(bar) {
  var slider = bar.querySelector("[role=slider]");
  if (!slider) bar.prepend(slider = made(bar));
  say(bar, slider);
  if (bar.querySelector(".tip")) show(bar, slider, Number(slider.getAttribute("aria-valuenow")));
}

function made(bar) {
  var slider = document.createElement("div");
  slider.dataset.script = "";
  slider.tabIndex = 0;
  slider.setAttribute("role", "slider");
  slider.setAttribute("aria-label", bar.dataset.label);
  slider.setAttribute("aria-valuemin", 0);
  slider.setAttribute("aria-valuemax", DAYS - 1);
  slider.setAttribute("aria-valuenow", DAYS - 1);
  slider.addEventListener("keydown", function (event) {
    var now = Number(slider.getAttribute("aria-valuenow"));
    var next = { ArrowLeft: now - 1, ArrowDown: now - 1, ArrowRight: now + 1, ArrowUp: now + 1, PageDown: now - 7, PageUp: now + 7, Home: 0, End: DAYS - 1 }[event.key];
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    show(bar, slider, next);
  });
  function point(event) {
    var box = slider.getBoundingClientRect();
    show(bar, slider, Math.floor((event.clientX - box.left) / box.width * DAYS));
  }
  slider.addEventListener("pointermove", point);
  slider.addEventListener("pointerdown", point);
  // A finger that is lifted leaves as well; what it pointed at stays until something else is touched.
  slider.addEventListener("pointerleave", function (event) {
    if (event.pointerType !== "touch" && document.activeElement !== slider) hide(bar);
  });
  slider.addEventListener("focus", function () { if (slider.matches(":focus-visible")) show(bar, slider, Number(slider.getAttribute("aria-valuenow"))); });
  slider.addEventListener("blur", function () { hide(bar); });
  return slider;
}

function all() {
  document.querySelectorAll(".bar").forEach(enable);
}

function shown(but) {
  document.querySelectorAll(".tip").forEach(function (tip) { if (!but || !tip.parentNode.contains(but)) hide(tip.parentNode); });
}

all();
document.addEventListener("renewed", all);
document.addEventListener("keydown", function (event) { if (event.key === "Escape") shown(); });
document.addEventListener("pointerdown", function (event) { shown(event.target); });
