// The switch between the device's colours, light and dark.
var button = document.getElementById("colours");
var root = document.documentElement;
var ways = ["auto", "light", "dark"];

function chosen() {
  return root.dataset.theme || "auto";
}

function set(way) {
  if (way === "light" || way === "dark") root.dataset.theme = way;
  else delete root.dataset.theme;
  button.textContent = button.dataset[chosen()];
}

function keep(way) {
  try {
    if (way === "auto") localStorage.removeItem("colours");
    else localStorage.setItem("colours", way);
  } catch (none) {} // it then holds for this page alone
}

if (button) {
  button.closest(".tools").hidden = false;
  button.addEventListener("click", function () {
    set(ways[(ways.indexOf(chosen()) + 1) % ways.length]);
    keep(chosen());
  });
  // Chosen in another tab.
  window.addEventListener("storage", function (event) { if (event.key === "colours") set(event.newValue); });
  set(chosen());
}

// Read from a disk, a folder has no first page of its own.
if (location.protocol === "file:") {
  document.querySelectorAll("a[href]").forEach(function (one) {
    var parts = one.getAttribute("href").match(/^(?![a-z]+:|\/)([^#]*\/)(#.*)?$/i);
    if (parts) one.setAttribute("href", parts[1] + "index.html" + (parts[2] || ""));
  });
}
