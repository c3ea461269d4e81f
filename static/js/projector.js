// One screen at a time, by key, click or swipe; the projector and the presenter's window follow each other.
(function () {
  "use strict";
  var wall = document.querySelector("[data-projector]");
  var notes = document.querySelector("[data-presenter]");
  var root = wall || notes;
  if (!root) return;
  var screens = Array.prototype.slice.call(document.querySelectorAll("[data-screen]"));
  if (!screens.length) return;
  var name = "projector-" + (wall ? wall.dataset.projector : notes.dataset.presenter);
  var channel = "BroadcastChannel" in window ? new BroadcastChannel(name) : null;
  var at = fromAddress();
  var black = false;

  function fromAddress() {
    var found = /^#screen-(\d+)$/.exec(window.location.hash);
    return found ? limited(Number(found[1])) : 1;
  }
  function limited(number) {
    return Math.min(Math.max(number, 1), screens.length);
  }
  function tell(message) {
    if (channel) channel.postMessage(message);
  }
  function show(number, quietly) {
    at = limited(number);
    screens.forEach(function (screen, index) {
      screen.classList.toggle("is-shown", index + 1 === at);
      screen.classList.toggle("is-next", index === at);
    });
    var shown = screens[at - 1];
    if (wall) shown.classList.toggle("is-long", shown.scrollHeight > shown.clientHeight + 4);
    window.history.replaceState(null, "", "#screen-" + at);
    var said = document.querySelector("[data-said]");
    if (said) said.textContent = shown.getAttribute("aria-label");
    if (!quietly) tell({ at: at });
  }
  function darken(value, quietly) {
    black = value;
    document.body.classList.toggle("is-black", Boolean(wall) && black);
    if (!quietly) tell({ black: black });
  }
  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }
  function onClick(selector, act) {
    each(selector, function (element) {
      element.hidden = false;
      element.addEventListener("click", act);
    });
  }
  function fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen();
  }

  document.documentElement.classList.add("is-one-at-a-time");
  each("[data-controls], [data-clock-line]", function (element) { element.hidden = false; });
  onClick("[data-on]", function () { show(at + 1); });
  onClick("[data-back]", function () { show(at - 1); });
  onClick("[data-black]", function () { darken(!black); });
  onClick("[data-go]", function (event) {
    event.preventDefault();
    show(Number(event.currentTarget.dataset.go));
  });
  if (document.fullscreenEnabled) onClick("[data-whole]", fill);

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (/^(INPUT|SELECT|TEXTAREA|VIDEO|AUDIO|SUMMARY)$/.test(event.target.tagName)) return;
    var rtl = document.documentElement.dir === "rtl";
    var key = event.key;
    if (black && wall && key !== "Shift") return darken(false);
    if (key === (rtl ? "ArrowLeft" : "ArrowRight") || key === "PageDown") show(at + 1);
    else if (key === (rtl ? "ArrowRight" : "ArrowLeft") || key === "PageUp") show(at - 1);
    else if (key === " " && !/^(BUTTON|A)$/.test(event.target.tagName)) show(at + (event.shiftKey ? -1 : 1));
    else if (key === "Home") show(1);
    else if (key === "End") show(screens.length);
    else if (key === "b" || key === "B" || key === ".") darken(!black);
    else if (key === "f" || key === "F") fill();
    else return;
    event.preventDefault();
  });

  var touch = null;
  document.addEventListener("touchstart", function (event) {
    touch = event.touches.length === 1 ? { x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
  }, { passive: true });
  document.addEventListener("touchend", function (event) {
    if (!touch) return;
    var x = event.changedTouches[0].clientX - touch.x;
    var y = event.changedTouches[0].clientY - touch.y;
    touch = null;
    if (Math.abs(x) < 60 || Math.abs(x) < 2 * Math.abs(y)) return;
    var forward = document.documentElement.dir === "rtl" ? x > 0 : x < 0;
    show(at + (forward ? 1 : -1));
  }, { passive: true });

  window.addEventListener("hashchange", function () { show(fromAddress()); });
  if (channel) {
    channel.onmessage = function (event) {
      if (event.data.hello && wall) tell({ at: at, black: black });
      if (event.data.at) show(event.data.at, true);
      if ("black" in event.data) darken(event.data.black, true);
    };
    if (notes) tell({ hello: true });
  }
  var link = document.querySelector("[data-notes]");
  if (link) link.addEventListener("click", function (event) {
    event.preventDefault();
    window.open(link.href + "#screen-" + at, link.target, "width=1000,height=800");
  });
  var clock = document.querySelector("[data-clock]");
  if (clock) {
    var begun = Date.now();
    window.setInterval(function () {
      var seconds = Math.floor((Date.now() - begun) / 1000);
      clock.textContent = Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
    }, 1000);
  }
  show(at, true);
})();
