// The open page renews itself: what differs is put in place, the rest is not touched. It rests while
// nobody looks, asks less often while the server is gone, and never moves what is being read.
var root = document.documentElement;
var EVERY = 15000, MOST = 300000, PATIENCE = 20000;
var wait = EVERY, timer = 0, asking = false;

// As the server wrote it last. Scripts rewrite times and add parts, so what is shown can't be compared.
var last = document.querySelector("main").cloneNode(true);

function byScript(node) {
  return !!node.dataset && "script" in node.dataset;
}

function kids(node) {
  return Array.from(node.childNodes).filter(function (one) { return !byScript(one); });
}

function next(node) {
  do node = node.nextSibling; while (node && byScript(node));
  return node;
}

// For each new node the place of the old one that it stands for, or -1: equal ones at both ends first,
// then those of the same id, then those without one.
function pairs(olds, news) {
  var found = news.map(function () { return -1; }), free = olds.map(function () { return true; });
  function join(i, j) {
    found[i] = j;
    free[j] = false;
  }
  function equal(i, j) { return olds[j].isEqualNode(news[i]); }
  var start = 0, end = 1;
  while (start < news.length && start < olds.length && equal(start, start)) join(start, start++);
  while (end <= news.length - start && end <= olds.length - start && equal(news.length - end, olds.length - end)) {
    join(news.length - end, olds.length - end);
    end += 1;
  }
  var named = new Map(), stop = olds.length - end;
  for (var j = start; j <= stop; j++) if (olds[j].id) named.set(olds[j].id, j);
  function same(i, j) { return !olds[j].id && olds[j].nodeName === news[i].nodeName; }
  [function (i, j) { return same(i, j) && equal(i, j); }, same].forEach(function (fits) {
    for (var i = start; i <= news.length - end; i++) {
      var id = news[i].id;
      if (id && named.has(id) && olds[named.get(id)].nodeName === news[i].nodeName) join(i, named.get(id));
      for (var j = start; !id && found[i] < 0 && j <= stop; j++) if (free[j] && fits(i, j)) join(i, j);
    }
  });
  return found;
}

// Makes what is shown, which was written as `before`, say what `after` does; gives what is shown then.
function morph(shown, before, after) {
  if (before.isEqualNode(after)) return shown;
  var own = kids(shown);
  if (shown.nodeName !== after.nodeName || own.length !== before.childNodes.length) {
    return put(shown, after); // a translator, say, wrote here
  }
  if (after.nodeType !== Node.ELEMENT_NODE) {
    shown.data = after.data;
    return shown;
  }
  attributes(shown, before, after);
  children(shown, own, Array.from(before.childNodes), Array.from(after.childNodes));
  return shown;
}

function children(shown, own, olds, news) {
  var found = pairs(olds, news), there = null;
  own.forEach(function (one, j) { if (found.indexOf(j) < 0) one.remove(); });
  for (var i = news.length - 1; i >= 0; i--) {
    var one = found[i] < 0 ? document.importNode(news[i], true) : own[found[i]];
    if (one.parentNode !== shown || next(one) !== there) shown.insertBefore(one, there);
    there = found[i] < 0 ? one : morph(one, olds[found[i]], news[i]);
  }
}

// What the server unfolds is unfolded here; what is open stays open.
function attributes(shown, before, after) {
  Array.from(after.attributes).forEach(function (one) {
    if (before.getAttribute(one.name) !== one.value) shown.setAttribute(one.name, one.value);
  });
  Array.from(before.attributes).forEach(function (one) {
    if (!after.hasAttribute(one.name) && one.name !== "open") shown.removeAttribute(one.name);
  });
}

function put(shown, after) {
  var fresh = document.importNode(after, true), open = new Map();
  if (fresh.querySelectorAll && shown.querySelectorAll) keep(shown, fresh, open);
  shown.replaceWith(fresh);
  return fresh;
}

function keep(shown, fresh, open) {
  shown.querySelectorAll("details").forEach(function (one) { open.set(name(one), one.open); });
  fresh.querySelectorAll("details").forEach(function (one) {
    if (open.get(name(one))) one.open = true;
  });
}

function name(details) {
  var named = details.closest("[id]");
  return (named ? named.id : "") + "." + details.className;
}

// What is at the top of the window stays there, whatever comes above it.
function steady(change) {
  var edge = scrollY > 0 && document.elementFromPoint(innerWidth / 2, 60), focused = document.activeElement;
  var was = edge && edge.getBoundingClientRect().top;
  root.style.overflowAnchor = "none";
  change();
  if (edge && edge.isConnected) scrollBy({ top: edge.getBoundingClientRect().top - was, behavior: "instant" });
  root.style.overflowAnchor = "";
  if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
}

// The sentence, once it differs, for those who listen.
var heard = document.createElement("p");
heard.className = "skip";
heard.dataset.script = "";
heard.setAttribute("role", "status");
document.body.append(heard);

function sentence() {
  var said = document.querySelector("#verdict h1:not([hidden])");
  if (!said) return "";
  said = said.cloneNode(true);
  said.querySelectorAll("[data-script]").forEach(function (age) { age.remove(); });
  return said.textContent.trim();
}

function address(page, what) {
  var found = page.querySelector(what);
  return found && (found.getAttribute("href") || found.getAttribute("src"));
}

function take(text) {
  var page = new DOMParser().parseFromString(text, "text/html"), main = page.querySelector("main#main");
  if (!main) throw new Error("this is not the page");
  if (["link[rel=stylesheet]", "script[src]"].some(function (one) { return address(page, one) !== address(document, one); })) {
    location.reload(); // it is of another version
    return;
  }
  var until = page.documentElement.dataset.validUntil;
  if (until) root.dataset.validUntil = until;
  else delete root.dataset.validUntil;
  var icon = page.querySelector("link[rel=icon]"), ours = document.querySelector("link[rel=icon]");
  if (icon && ours && address(page, "link[rel=icon]") !== address(document, "link[rel=icon]")) ours.replaceWith(document.importNode(icon));
  if (document.title !== page.title) document.title = page.title;
  var said = sentence();
  steady(function () {
    morph(document.querySelector("main"), last, main);
    document.dispatchEvent(new CustomEvent("renewed"));
  });
  last = main;
  if (sentence() !== said) heard.textContent = sentence();
}

function ask() {
  clearTimeout(timer);
  if (asking || document.hidden) return;
  asking = true;
  var stop = new AbortController(), limit = setTimeout(function () { stop.abort(); }, PATIENCE);
  fetch(location.pathname + location.search, { cache: "no-cache", signal: stop.signal }).then(function (answer) {
    if (!answer.ok) throw new Error("the server answers " + answer.status);
    return answer.text();
  }).then(function (text) {
    take(text);
    wait = EVERY;
  }).catch(function () {
    wait = Math.min(wait * 2, MOST);
  }).then(function () {
    asking = false;
    clearTimeout(limit);
    timer = setTimeout(ask, wait * (0.9 + Math.random() / 5)); // many pages do not ask at once
  });
}

function now() {
  wait = EVERY;
  ask();
}

if (root.dataset.validUntil && location.protocol !== "file:") {
  timer = setTimeout(ask, wait);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) now(); });
  window.addEventListener("online", now);
}
