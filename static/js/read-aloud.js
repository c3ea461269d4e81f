// Reads a lesson aloud with the voice of the device, where it has one for the lesson's language. Nothing leaves the device.
(function () {
  "use strict";
  var button = document.querySelector("[data-read-aloud]");
  var speech = window.speechSynthesis;
  if (!button || !speech || !window.SpeechSynthesisUtterance) return;

  var LONGEST = 160; // characters: some browsers fall silent in longer pieces
  var PARTS = "h1, .lead, .lesson-body :is(h2, h3, h4, p, li, th, td, figcaption, summary, blockquote)";
  var label = button.textContent;
  var queue = [];
  var now = null;

  function voiceFor(tag) {
    var wanted = tag.toLowerCase().split("-")[0];
    return speech.getVoices().find(function (voice) { return voice.lang.toLowerCase().split(/[-_]/)[0] === wanted; });
  }

  function languageOf(element) { return (element.closest("[lang]") || document.documentElement).lang; }

  // What can be seen and is no control; a part inside another is read with the outer one.
  function readable(element) {
    var shut = element.closest("details:not([open])");
    return element.textContent.trim() && element.getClientRects().length && !(shut && element.tagName !== "SUMMARY") &&
      !element.closest("form, nav, [aria-hidden=true]") && !element.parentElement.closest("li, td, th, blockquote");
  }

  function pieces(text) {
    var sentences = text.replace(/\s+/g, " ").trim().match(/[^。！？；.!?;]+[。！？；.!?;]*/g) || [];
    return sentences.reduce(function (all, sentence) {
      for (var start = 0; start < sentence.length; start += LONGEST) all.push(sentence.slice(start, start + LONGEST));
      return all;
    }, []);
  }

  function mark(element) {
    if (now === element) return;
    if (now) now.classList.remove("being-read");
    now = element;
    if (!now) return;
    now.classList.add("being-read");
    var box = now.getBoundingClientRect();
    if (box.top < 80 || box.bottom > window.innerHeight) now.scrollIntoView({ block: "center" });
  }

  function stop() {
    queue = [];
    speech.cancel();
    mark(null);
    button.textContent = label;
  }

  function next() {
    var piece = queue.shift();
    if (!piece) return stop();
    mark(piece.element);
    var words = new SpeechSynthesisUtterance(piece.text);
    words.lang = languageOf(piece.element);
    var voice = voiceFor(words.lang);
    if (voice) words.voice = voice;
    words.onend = next;
    words.onerror = function (event) { if (event.error !== "canceled" && event.error !== "interrupted") stop(); };
    speech.speak(words);
  }

  function start() {
    var parts = Array.prototype.filter.call(document.querySelectorAll(PARTS), readable);
    // from the first part that can be seen, so that reading goes on where the eye is
    var from = window.scrollY < 200 ? 0 : parts.findIndex(function (part) { return part.getBoundingClientRect().bottom > 80; });
    parts.slice(Math.max(from, 0)).forEach(function (element) {
      pieces(element.textContent).forEach(function (text) { queue.push({ element: element, text: text }); });
    });
    button.textContent = button.dataset.reading;
    next();
  }

  function offer() { if (voiceFor(languageOf(document.querySelector(".lesson-body")))) button.hidden = false; }

  button.addEventListener("click", function () {
    if (queue.length || now) stop();
    else start();
  });
  // Whoever leaves must not go on being heard.
  window.addEventListener("pagehide", stop);
  document.addEventListener("leave", stop);
  speech.addEventListener && speech.addEventListener("voiceschanged", offer);
  offer();
})();
