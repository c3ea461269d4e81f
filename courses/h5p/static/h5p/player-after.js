// After H5P core and the libraries: wait for the page around us to say where the learner stopped, begin, and tell it
// what happens. Nothing is sent from here over the network.
(function () {
  "use strict";
  var H5P = window.H5P;
  var CONTENT = "cid-1";
  var started = false;
  H5P.preventInit = true; // we say when
  H5P.externalEmbed = true;

  function tell(message) {
    if (window.parent === window) return;
    message.h5p = true;
    // Without an origin of our own we cannot know the host's for sure in every browser; nothing said here is secret.
    window.parent.postMessage(message, "*");
  }

  H5P.setUserData = function (contentId, dataType, data, options) {
    var chosen = options || {};
    var text;
    try {
      text = JSON.stringify(data);
    } catch (error) {
      if (chosen.errorCallback) chosen.errorCallback(error);
      return;
    }
    var content = window.H5PIntegration.contents[CONTENT];
    var sub = chosen.subContentId || 0;
    content.contentUserData[sub] = content.contentUserData[sub] || {};
    if (content.contentUserData[sub][dataType] === text) return; // unchanged
    content.contentUserData[sub][dataType] = text;
    tell({ action: "state", dataType: dataType, subContentId: String(sub), data: text === undefined ? null : text });
  };
  H5P.deleteUserData = function (contentId, dataType, subContentId) {
    var content = window.H5PIntegration.contents[CONTENT];
    var sub = subContentId || 0;
    if (content.contentUserData[sub]) delete content.contentUserData[sub][dataType];
    tell({ action: "state", dataType: dataType, subContentId: String(sub), data: null });
  };
  H5P.getUserData = function (contentId, dataType, done, subContentId) {
    var states = window.H5PIntegration.contents[CONTENT].contentUserData[subContentId || 0] || {};
    if (states[dataType] === "RESET") {
      done(undefined, null);
      return;
    }
    try {
      done(undefined, states[dataType] === undefined ? undefined : JSON.parse(states[dataType]));
    } catch (error) {
      done(error);
    }
  };
  H5P.setFinished = function () {}; // the statements say it already

  function instance() { return H5P.instances && H5P.instances[0]; }

  var saving = 0;
  function saveSoon() {
    clearTimeout(saving);
    saving = setTimeout(saveNow, 800);
  }
  function saveNow() {
    var main = instance();
    if (!main || typeof main.getCurrentState !== "function") return;
    var state = main.getCurrentState();
    if (state !== undefined) H5P.setUserData(1, "state", state);
  }

  H5P.externalDispatcher.on("xAPI", function (event) {
    var statement = event.data && event.data.statement;
    if (!statement) return;
    tell({ action: "statement", statement: JSON.parse(JSON.stringify(statement)) });
    saveSoon();
  });

  var lastHeight = 0;
  function tellHeight() {
    var height = Math.ceil(Math.max(document.querySelector(".player").getBoundingClientRect().height, 40));
    if (height !== lastHeight) {
      lastHeight = height;
      tell({ action: "height", height: height });
    }
  }

  function begin(states) {
    if (started) return;
    started = true;
    var content = window.H5PIntegration.contents[CONTENT];
    Object.keys(states || {}).forEach(function (sub) {
      content.contentUserData[sub] = Object.assign(content.contentUserData[sub] || {}, states[sub]);
    });
    if (!states || !states["0"] || !states["0"].state) content.contentUserData[0].state = "false";
    H5P.init(document.body);
    new ResizeObserver(tellHeight).observe(document.querySelector(".player"));
    tellHeight();
    tell({ action: "begun" });
  }

  window.addEventListener("message", function (event) {
    if (event.source !== window.parent || !event.data || event.data.h5p !== true) return;
    if (event.data.action === "begin") begin(event.data.states);
    if (event.data.action === "save") saveNow();
  });
  window.addEventListener("resize", function () {
    (H5P.instances || []).forEach(function (one) { if (one.trigger) one.trigger("resize"); });
  });
  window.addEventListener("pagehide", saveNow);
  document.addEventListener("visibilitychange", function () { if (document.hidden) saveNow(); });

  function ready() {
    tell({ action: "ready" });
    if (window.parent === window) begin({}); // opened by itself
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
