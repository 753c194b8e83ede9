// Before anything is drawn: the colours that were chosen here, and that scripts work.
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var chosen = localStorage.getItem("colours");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch (none) {}
})();
