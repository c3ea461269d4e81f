// After signing out: what this browser kept of the person goes. Only what is hers, by name; a facilitator's unsent register stays.
(function () {
  "use strict";
  try {
    Object.keys(localStorage).filter(function (key) { return key.indexOf("library.mine.") === 0; })
      .forEach(function (key) { localStorage.removeItem(key); });
  } catch (error) { /* nothing can be stored here, so nothing was */ }
  if (!window.caches) return;
  caches.keys().then(function (names) {
    names.filter(function (name) { return name.indexOf("taken-mine-") === 0; }).forEach(function (name) { caches.delete(name); });
  });
})();
