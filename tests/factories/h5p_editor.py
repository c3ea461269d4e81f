"""Two folders that look, from outside, as the unpacked original editor and its core do: the same lists, names and calls.
The real ones are GPL-3 and come with no registry."""

from pathlib import Path

CORE = {
    "h5p.classes.php": """<?php class H5PCore {
  public static $styles = array('styles/h5p.css');
  public static $scripts = array(
    'js/jquery.js',
    'js/h5p.js',
  );
}""",
    "js/jquery.js": "window.jQuery = {};",
    "js/h5p.js": "window.H5P = window.H5P || {}; H5P.jQuery = window.jQuery;",
    "styles/h5p.css": "body { color: #222 }",
}
EDITOR = {
    "h5peditor.class.php": """<?php class H5peditor {
  public static $styles = ['styles/css/application.css'];
  public static $scripts = array('scripts/h5peditor.js', 'scripts/h5peditor-editor.js', 'scripts/h5peditor-form.js');
}""",
    "styles/css/application.css": "body { background: #fff }",
    "images/binary-file.png": "",
    "language/en.js": "H5PEditor.language.core = { title: 'Title' };",
    "scripts/h5peditor.js": "window.H5PEditor = window.parent.H5PEditor; window.insideEditor = true;",
    "scripts/h5peditor-form.js": """
      H5PEditor.Form = function (ask, library, value, done) {
        fetch(ask("libraries")).then(r => r.json()).then(function (all) {
          var parts = /(.+) (\\d+)\\.(\\d+)/.exec(library);
          return fetch(ask("libraries", { machineName: parts[1], majorVersion: parts[2], minorVersion: parts[3] }))
            .then(r => r.json()).then(function (data) { done(all, data); });
        });
      };""",
    "scripts/h5peditor-editor.js": """
      var H5PEditor = window.H5PEditor || {};
      H5PEditor.language = {};
      H5PEditor.Editor = function (library, value, place) {
        var self = this;
        self.library = library;
        self.content = JSON.parse(value);
        var frame = document.createElement("iframe");
        frame.className = "h5p-editor-iframe";
        place.replaceWith(frame);
        frame.contentDocument.open();
        frame.contentDocument.write("<!doctype html><body><p id='all'></p>" +
          H5PEditor.assets.css.map(a => "<link rel='stylesheet' href='" + a + "'>").join("") +
          H5PEditor.assets.js.map(a => "<script src='" + a + "'><\\/script>").join("") + "</body>");
        frame.contentDocument.close();
        frame.addEventListener("load", function () {
          frame.contentWindow.H5PEditor.Form(H5PEditor.getAjaxUrl, library, self.content, function (all, data) {
            frame.contentDocument.getElementById("all").textContent = all.map(one => one.uberName).join(", ");
            var input = frame.contentDocument.createElement("input");
            input.id = data.semantics[2].name;
            input.value = self.content.params.label;
            input.addEventListener("input", function () { self.content.params.label = input.value; });
            frame.contentDocument.body.append(input);
          });
        });
      };
      H5PEditor.Editor.prototype.getLibrary = function () { return this.library; };
      H5PEditor.Editor.prototype.getParams = function () { return this.content; };""",
}


def unpack_editor(folder: Path) -> tuple[str, str]:
    """The two folders below ``folder``: of the editor, of core."""
    for name, files in (("editor", EDITOR), ("core", CORE)):
        for path, text in files.items():
            place = folder / name / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
    return str(folder / "editor"), str(folder / "core")
