// The banner looks again every half minute. While the host is gone it stays, and the other script tells its age.
setInterval(function () {
  fetch(location.href).then(function (answer) {
    return answer.ok ? answer.text() : Promise.reject();
  }).then(function (text) {
    var there = new DOMParser().parseFromString(text, "text/html"), main = there.querySelector("main");
    if (!main) return;
    document.documentElement.dataset.validUntil = there.documentElement.dataset.validUntil || "";
    document.querySelector("main").replaceWith(main);
  }).catch(function () {});
}, 30000);
