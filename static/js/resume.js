// Where she stopped in a lesson, to the paragraph: kept in this browser only, for who is signed in, and gone with the sign-out
// (static/js/signed-out.js). Another person's places are removed as soon as this one reads.
(function () {
  "use strict";
  var offer = document.querySelector("[data-resume]");
  var body = document.querySelector(".lesson-body");
  if (!offer || !body) return;
  var PREFIX = "library.mine.";
  var MOST = 30; // lessons
  var store;
  try { store = window.localStorage; store.getItem(PREFIX); } catch (error) { return; }

  var parts = Array.prototype.filter.call(body.querySelectorAll("h2, h3, h4, p, li, tr, figure, summary"), function (part) {
    return !part.closest("form, .no-print");
  });
  function words(part) { return part.textContent.trim().slice(0, 30); }
  function read(name) { try { return JSON.parse(store.getItem(PREFIX + name)); } catch (error) { return null; } }
  function write(name, value) { try { store.setItem(PREFIX + name, JSON.stringify(value)); } catch (error) { /* full */ } }

  if (read("who") !== offer.dataset.who) {
    Object.keys(store).filter(function (key) { return key.indexOf(PREFIX) === 0; }).forEach(function (key) { store.removeItem(key); });
    write("who", offer.dataset.who);
  }

  function placeNow() {
    var last = parts[parts.length - 1];
    if (!last || last.getBoundingClientRect().bottom < window.innerHeight) return null; // read to its end
    var at = parts.findIndex(function (part) { return part.getClientRects().length && part.getBoundingClientRect().bottom > 90; });
    return at > 0 && window.scrollY > window.innerHeight ? { at: at, words: words(parts[at]) } : null;
  }

  var moved = false;
  function keep() {
    if (!moved) return;
    var places = (read("places") || []).filter(function (place) { return place.lesson !== offer.dataset.resume; });
    var here = placeNow();
    if (here) places.unshift({ lesson: offer.dataset.resume, at: here.at, words: here.words });
    write("places", places.slice(0, MOST));
  }

  var kept = (read("places") || []).find(function (place) { return place.lesson === offer.dataset.resume; });
  var target = kept && (words(parts[kept.at] || body) === kept.words ? parts[kept.at]
    : parts.find(function (part) { return words(part) === kept.words; }));
  if (target) {
    target.id = target.id || "stopped";
    var link = offer.querySelector("a");
    link.href = "#" + target.id;
    link.addEventListener("click", function () {
      var shut = target.closest("details:not([open])");
      if (shut && target.tagName !== "SUMMARY") target = shut; // announced content stays closed until she opens it
      target.setAttribute("tabindex", "-1");
      target.focus({ preventScroll: true });
      offer.hidden = true;
    });
    offer.hidden = false;
  }
  document.addEventListener("scroll", function () { moved = true; }, { passive: true });
  document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") keep(); });
  window.addEventListener("pagehide", keep);
})();
