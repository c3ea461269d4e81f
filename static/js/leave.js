// "Leave this page": Shift three times, or the link, replaces this entry of the history.
(function () {
  "use strict";
  var link = document.querySelector("[data-leave]");
  if (!link) return;
  var presses = [];
  function leave() {
    document.documentElement.hidden = true;
    document.dispatchEvent(new Event("leave"));
    if (navigator.onLine) return window.location.replace(link.href);
    if (navigator.serviceWorker && navigator.serviceWorker.controller) return window.location.replace(link.dataset.withoutNetwork);
    // nothing can be loaded: the page empties itself, and its name goes
    document.title = "";
    document.body.textContent = "";
  }
  link.addEventListener("click", function (event) {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keyup", function (event) {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    presses = presses.filter(function (time) { return event.timeStamp - time < 2000; }).concat(event.timeStamp);
    if (presses.length >= 3) leave();
  });
})();
