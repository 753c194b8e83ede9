// Copies an address; without a clipboard it is selected, so that one key is enough.
document.querySelectorAll("[data-copy]").forEach(function (button) {
  var field = document.getElementById(button.dataset.copy), name = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-describedby", field.id);
  button.addEventListener("click", function () {
    field.select();
    var copied = navigator.clipboard ? navigator.clipboard.writeText(field.value) : Promise.reject(new Error("no clipboard"));
    copied.then(function () {
      button.textContent = button.dataset.done;
      setTimeout(function () { button.textContent = name; }, 2000);
    }).catch(function () {});
  });
});
