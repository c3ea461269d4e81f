// A paper saves itself after each change, and shows the time that is left. Without this script the buttons do the same.
(function () {
  "use strict";
  var form = document.querySelector("form[data-quiz]");
  if (!form) return;
  var status = form.querySelector("[data-quiz-status]");
  var waiting = new Set();
  var busy = false;
  var leaving = false;

  function nameOf(element) {
    var question = element.closest(".question[id]");
    return question ? question.id : "";
  }

  function answersTo(names) {
    var data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    names.forEach(function (name) { data.append("field", name); });
    new FormData(form).forEach(function (value, key) {
      var name = key.split("-")[0];
      if (names.indexOf(name) >= 0) data.append(key, value);
    });
    return data;
  }

  function save() {
    if (busy || !waiting.size || leaving) return;
    busy = true;
    var names = Array.from(waiting);
    names.forEach(function (name) { waiting.delete(name); });
    fetch(form.dataset.save, { method: "POST", body: answersTo(names), credentials: "same-origin" })
      .then(function (answer) { if (!answer.ok || answer.redirected) throw new Error(); return answer.json(); })
      .then(function (kept) {
        busy = false;
        if (!kept.saved) { window.location.reload(); return; }
        status.textContent = waiting.size ? "" : form.dataset.saved;
        save();
      })
      .catch(function () {
        busy = false;
        names.forEach(function (name) { waiting.add(name); });
        status.textContent = form.dataset.unsaved;
        window.setTimeout(save, 5000);
      });
  }

  form.addEventListener("change", function (event) {
    var name = nameOf(event.target);
    if (name) { waiting.add(name); save(); }
  });
  window.addEventListener("online", save);
  form.addEventListener("submit", function (event) {
    if (navigator.onLine === false) {
      event.preventDefault();
      status.textContent = form.dataset.unsaved;
      return;
    }
    leaving = true;
  });
  window.addEventListener("beforeunload", function (event) {
    if (waiting.size && !leaving) event.preventDefault();
  });

  // The seconds come from the server; a clock that is set wrong, or changed, has no part in it.
  var time = document.querySelector("[data-quiz-time]");
  if (!time) return;
  var left = time.querySelector("[data-quiz-left]");
  var ends = performance.now() + 1000 * Number(time.dataset.quizTime);
  var told = null;
  function tick() {
    var seconds = Math.max(0, Math.round((ends - performance.now()) / 1000));
    var text = time.dataset.left + " " + Math.ceil(seconds / 60);
    if (text !== told) { left.textContent = text; told = text; }
    time.classList.toggle("quiz-time--short", seconds < 120);
    if (seconds > 0) { window.setTimeout(tick, 1000); return; }
    status.textContent = time.dataset.over;
    var action = document.createElement("input");
    action.type = "hidden";
    action.name = "action";
    action.value = "submit-with-gaps";
    form.appendChild(action);
    leaving = true;
    form.submit();
  }
  tick();
})();
