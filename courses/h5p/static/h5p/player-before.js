// Before H5P core: what it is told, and storage in memory. A frame without an origin has none of its own, and asking for
// it throws.
(function () {
  "use strict";
  function memory() {
    var kept = Object.create(null);
    var storage = {
      getItem: function (name) { return name in kept ? kept[name] : null; },
      setItem: function (name, value) { kept[name] = String(value); },
      removeItem: function (name) { delete kept[name]; },
      clear: function () { kept = Object.create(null); },
      key: function (index) { return Object.keys(kept)[index] || null; },
    };
    Object.defineProperty(storage, "length", { get: function () { return Object.keys(kept).length; } });
    return storage;
  }
  ["localStorage", "sessionStorage"].forEach(function (name) {
    try {
      window[name].getItem("");
    } catch (error) {
      Object.defineProperty(window, name, { value: memory(), configurable: true });
    }
  });
  window.H5PIntegration = JSON.parse(document.getElementById("h5p-integration").textContent);
})();
