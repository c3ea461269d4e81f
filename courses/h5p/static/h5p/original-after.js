// The original editor's host: makes the editor, and gives the page of the CMS what stands in it when it asks. Nothing is
// saved from here.
(function () {
  "use strict";
  var start = JSON.parse(document.getElementById("h5p-start").textContent);
  var told = window.H5PIntegration.editor;
  var ns = window.H5PEditor;
  ns.$ = window.H5P.jQuery;
  ns.basePath = told.libraryUrl;
  ns.fileIcon = told.fileIcon;
  ns.ajaxPath = told.ajaxPath;
  ns.filesPath = told.filesPath;
  ns.apiVersion = told.apiVersion;
  ns.contentLanguage = told.language;
  ns.copyrightSemantics = told.copyrightSemantics;
  ns.metadataSemantics = told.metadataSemantics;
  ns.assets = told.assets;
  ns.baseUrl = "";
  ns.contentId = told.nodeVersionId;
  ns.getAjaxUrl = function (action, parameters) {
    return Object.keys(parameters || {}).reduce(function (address, name) {
      return address + "&" + name + "=" + encodeURIComponent(parameters[name]);
    }, told.ajaxPath + action);
  };
  var editor = new ns.Editor(start.library, start.params, document.getElementById("h5p-editor"));

  function tell(message) {
    message.h5pEditor = true;
    window.parent.postMessage(message, start.host);
  }
  function give(asked, library, value) {
    var read = typeof value === "string" ? JSON.parse(value) : value;
    if (!read) return tell({ asked: asked, failed: true });
    tell({ asked: asked, library: library, params: read.params && read.metadata ? read.params : read, title: read.metadata && read.metadata.title });
  }
  window.addEventListener("message", function (event) {
    if (event.source !== window.parent || event.origin !== start.host || !event.data || event.data.h5pEditor !== true) return;
    var asked = event.data.asked;
    try {
      if (typeof editor.getContent === "function") {
        editor.getContent(
          function (content) { give(asked, content.library, content.params); },
          function () { tell({ asked: asked, failed: true }); });
      } else {
        give(asked, editor.getLibrary(), editor.getParams());
      }
    } catch (error) {
      tell({ asked: asked, failed: true });
    }
  });
  new ResizeObserver(function () { tell({ height: document.documentElement.scrollHeight }); }).observe(document.body);
})();
