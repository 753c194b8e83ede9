// My services: the page for those that a visitor picked. They are in the address alone (#my=mail,portal),
// so that it can be kept as a bookmark and nothing is stored anywhere.
var MARK = "my=", MANY = 20, FEW = 3, ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
var said = ""; // what the tools are made for
var told = ""; // what the sentence is made for
var titled = ["", ""]; // the tab's own title, and ours

// The server's own words for what is made here.
function word(name) {
  return document.getElementById("mine").dataset[name];
}

// The ids in the address, whether there is such a service or not.
function named() {
  var hash = "";
  try { hash = decodeURIComponent(location.hash.slice(1)); } catch (none) {} // not of ours
  if (hash.indexOf(MARK) !== 0) return [];
  return hash.slice(MARK.length).split(",").filter(function (id, i, all) { return id && all.indexOf(id) === i; });
}

function listed(id) {
  return !!document.getElementById("c-" + id);
}

function picked() {
  return named().filter(listed);
}

// What is in the address may be anybody's words: only what looks like an id is shown.
function gone() {
  var ids = named().filter(function (id) { return !listed(id); }).map(function (id) { return ID.test(id) ? id : "…"; });
  if (ids.length > FEW) ids = ids.slice(0, FEW).concat("…");
  return ids.map(function (id) { return word("gone").replace("{id}", id); });
}

function go(ids) {
  history.pushState(null, "", location.pathname + location.search + (ids.length ? "#" + MARK + ids.map(encodeURIComponent).join(",") : ""));
  show(true);
}

function made(tag, text, name) {
  var one = document.createElement(tag);
  if (text) one.textContent = text;
  if (name) one.className = name;
  one.dataset.script = "";
  return one;
}

function rows() {
  return Array.from(document.querySelectorAll(".component"));
}

function idOf(row) {
  return row.id.slice(2);
}

function nameOf(row) {
  return row.querySelector("h4").textContent.trim();
}

// Worst first, as the server ranks them.
var ORDER = ["major_outage", "partial_outage", "degraded_performance", "unknown", "under_maintenance", "operational"];

function show(unfold) {
  if (!document.getElementById("mine")) return;
  var ids = picked(), on = ids.length > 0;
  var mine = rows().filter(function (row) { return ids.indexOf(idOf(row)) >= 0; });
  rows().forEach(function (row) { row.hidden = on && mine.indexOf(row) < 0; });
  document.querySelectorAll(".group").forEach(function (group) {
    group.hidden = on && !group.querySelector(".component:not([hidden])");
    if (unfold && on && !group.hidden && group.tagName === "DETAILS") group.open = true;
  });
  document.querySelectorAll("[data-components]").forEach(function (post) {
    var names = post.dataset.components.trim();
    post.hidden = on && names !== "" && !names.split(/\s+/).some(function (id) { return ids.indexOf(id) >= 0; });
  });
  ["crowd", "current", "ahead", "ended"].forEach(function (id) {
    var section = document.getElementById(id);
    if (section) section.hidden = on && !section.querySelector("[data-components]:not([hidden])");
  });
  verdict(mine, gone());
  tools(on ? mine : null);
}

function verdict(mine, lost) {
  var section = document.getElementById("verdict"), on = mine.length + lost.length > 0;
  var own = section.querySelector("h1:not([data-script])"), shape = section.querySelector(":scope > .mark:not([data-script])");
  var worst = mine.sort(function (a, b) { return rank(a.dataset.status) - rank(b.dataset.status); })[0];
  var status = worst && (!lost.length || rank(worst.dataset.status) < rank("unknown")) ? worst.dataset.status : "unknown";
  var asked = document.getElementById("asked"), heading = on && sentence(mine, lost), now = on && status + heading.innerHTML;
  own.hidden = on;
  if (asked) asked.hidden = on; // it counts everybody's checks
  shape.classList.toggle("away", on);
  section.className = "verdict " + (on ? status : section.dataset.status);
  title(on && heading.textContent);
  if (now === told) return;
  told = now;
  section.querySelectorAll(":scope > [data-script]").forEach(function (one) { one.remove(); });
  if (!on) return;
  var mark = (status === "unknown" ? shape : worst.querySelector(".top .mark")).cloneNode(true);
  mark.classList.remove("away");
  mark.classList.toggle("ring", status === "unknown");
  mark.setAttribute("data-script", "");
  own.before(mark, heading);
  document.dispatchEvent(new CustomEvent("said"));
}

function rank(status) {
  return ORDER.indexOf(status);
}

// The server's clauses of those that fail, with their times; then what may be said of the others.
function sentence(mine, lost) {
  var heading = made("h1"), parts = [];
  var bad = mine.filter(function (row) { return row.querySelector(".clause"); });
  var fine = mine.filter(function (row) { return bad.indexOf(row) < 0; });
  var seen = fine.filter(function (row) { return row.querySelector(".bar"); });
  var all = seen.length === fine.length && !lost.length;
  bad.forEach(function (row) { parts.push(Array.from(row.querySelector(".clause").cloneNode(true).childNodes)); });
  if (bad.length && seen.length) parts.push([word(all ? "rest" : "measured")]);
  else if (!bad.length && fine.length) parts.push([word(all ? "fine" : seen.length ? "some" : "unheard")]);
  parts.concat(lost.map(function (one) { return [one]; })).forEach(function (part, i) {
    if (i) heading.append("; ");
    heading.append.apply(heading, part);
  });
  heading.append(".");
  heading.dataset.aged = "";
  return heading;
}

// The tab says what the page does.
function title(text) {
  if (document.title !== titled[1]) titled[0] = document.title;
  titled[1] = text ? text + " " + site() : titled[0];
  if (document.title !== titled[1]) document.title = titled[1];
}

function site() {
  var named = document.querySelector("meta[property='og:site_name']");
  return named ? named.content : "";
}

function tools(mine) {
  var box = document.getElementById("mine"), now = mine ? mine.map(idOf).sort().join() : "none";
  var choose = box.querySelector("button");
  choose.onclick = function () { pick(picked()); };
  if (now === said) return;
  said = now;
  choose.textContent = word(mine ? "change" : "choose");
  box.querySelectorAll("[data-script]").forEach(function (one) { one.remove(); });
  if (!mine) return;
  var all = made("a", word("all"));
  all.href = location.pathname + location.search;
  all.addEventListener("click", function (event) {
    event.preventDefault();
    go([]);
    focus();
  });
  box.append(all, made("p", word("keep"), "meta"), feeds(mine));
}

function focus() {
  var choose = document.querySelector("#mine button");
  if (choose) choose.focus();
}

// Each one's feed, and all of them as a file that every reader can take in (OPML 2.0, opml.org/spec2.opml).
function feeds(mine) {
  var list = made("details", "", "mine-feeds"), ul = made("ul");
  list.append(made("summary", word("feeds")));
  var links = mine.map(function (row) {
    var link = made("a", nameOf(row)), item = made("li");
    link.href = "components/" + encodeURIComponent(idOf(row)) + "/updates.rss";
    item.append(link);
    ul.append(item);
    return link;
  });
  var file = made("a", word("opml"));
  file.href = "#";
  file.download = "status.opml";
  file.addEventListener("click", function () {
    var url = URL.createObjectURL(new Blob([opml(links)], { type: "text/x-opml" }));
    file.href = url;
    setTimeout(function () { URL.revokeObjectURL(url); }, 60000);
  });
  list.append(ul, file);
  return list;
}

// A reader can't ask a disk: from there, the feeds are named where the site has them.
function home() {
  var canonical = document.querySelector("link[rel=canonical]");
  return location.protocol === "file:" && canonical ? canonical.href : document.baseURI;
}

function opml(links) {
  var file = document.implementation.createDocument(null, "opml"), top = file.documentElement;
  function add(parent, name, values) {
    var one = parent.appendChild(file.createElement(name));
    Object.keys(values || {}).forEach(function (key) { one.setAttribute(key, values[key]); });
    return one;
  }
  top.setAttribute("version", "2.0");
  add(add(top, "head"), "title").textContent = site();
  var body = add(top, "body");
  links.forEach(function (link) {
    add(body, "outline", { type: "rss", text: link.textContent, title: link.textContent, xmlUrl: new URL(link.getAttribute("href"), home()).href });
  });
  return '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(file);
}

// Among many services one is found by a part of its name.
function search(box) {
  var label = made("label", word("find")), field = made("input");
  field.type = "search";
  field.addEventListener("input", function () {
    var part = field.value.trim().toLowerCase();
    box.querySelectorAll("label").forEach(function (one) { one.hidden = one.textContent.toLowerCase().indexOf(part) < 0; });
  });
  label.append(" ", field);
  return label;
}

function pick(mine) {
  var dialog = made("dialog", "", "pick");
  var form = made("form"), box = made("fieldset"), legend = made("legend", word("choose")), ids = null;
  legend.id = "pick-what";
  dialog.setAttribute("aria-labelledby", legend.id);
  form.method = "dialog";
  box.append(legend);
  rows().forEach(function (row) {
    var label = made("label", ""), input = made("input");
    input.type = "checkbox";
    input.value = idOf(row);
    input.checked = mine.indexOf(input.value) >= 0;
    label.append(input, " " + nameOf(row));
    box.append(label);
  });
  if (box.children.length > MANY) form.append(search(box));
  form.append(box, made("button", word("done")));
  dialog.append(form);
  form.addEventListener("submit", function () {
    ids = Array.from(form.querySelectorAll(":checked")).map(function (one) { return one.value; });
  });
  dialog.addEventListener("close", function () {
    dialog.remove();
    if (ids) go(ids);
    focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}

show(true);
window.addEventListener("hashchange", function () { show(true); });
window.addEventListener("popstate", function () { show(true); });
document.addEventListener("renewed", function () { show(false); });
