// The page of the CMS around the original editor, which stands in a frame of another origin. Before the form is sent, and
// for the preview, the frame is asked for what stands in it.
(function () {
  "use strict";
  var form = document.querySelector("[data-original]");
  if (!form) return;
  var frame = form.querySelector("iframe");
  var origin = new URL(frame.src).origin;
  var says = form.querySelector("[data-original-says]");
  var waiting = {};
  var number = 0;

  window.addEventListener("message", function (event) {
    if (event.source !== frame.contentWindow || event.origin !== origin || !event.data || event.data.h5pEditor !== true) return;
    if (typeof event.data.height === "number") {
      frame.style.setProperty("block-size", Math.min(Math.max(event.data.height, 320), 8000) + "px");
    }
    var done = waiting[event.data.asked];
    if (!done) return;
    delete waiting[event.data.asked];
    says.hidden = !event.data.failed;
    if (!event.data.failed) done(event.data);
  });
  function ask(done) {
    var asked = String(++number);
    waiting[asked] = done;
    frame.contentWindow.postMessage({ h5pEditor: true, asked: asked }, origin);
  }

  var ready = false;
  form.addEventListener("submit", function (event) {
    if (ready) return;
    event.preventDefault();
    ask(function (found) {
      form.querySelector("[name=params]").value = JSON.stringify(found.params);
      form.querySelector("[name=library]").value = found.library || "";
      ready = true;
      form.requestSubmit();
    });
  });
  form.querySelector("[data-show]").addEventListener("click", function () {
    ask(function (found) {
      fetch(form.dataset.preview, {
        method: "POST", body: JSON.stringify(found.params), credentials: "same-origin",
        headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
      }).then(function (response) { return response.json(); }).then(function (answer) {
        if (answer.player) document.querySelector("[data-live]").dispatchEvent(new CustomEvent("activity:show", { detail: answer.player }));
      });
    });
  });
})();
