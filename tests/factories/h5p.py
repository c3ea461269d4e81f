"""H5P packages made in memory: good ones, and ``hostile`` ones, one for each way in which a package can be wrong."""

import io
import json
import struct
import zipfile
import zlib

from courses.h5p.models import Activity
from courses.h5p.upload import import_package

YES_NO = {"machineName": "Test.YesNo", "majorVersion": 1, "minorVersion": 0}


def library_json(name="Test.YesNo", *, major=1, minor=0, patch=0, runnable=1, js=(), css=(), **more) -> dict:
    return {
        "title": name.rpartition(".")[2],
        "machineName": name,
        "majorVersion": major,
        "minorVersion": minor,
        "patchVersion": patch,
        "runnable": runnable,
        "preloadedJs": [{"path": path} for path in js],
        "preloadedCss": [{"path": path} for path in css],
        **more,
    }


def depends_on(*names) -> list[dict]:
    """``"Test.Base 1.0"`` as a list of dependencies."""
    found = []
    for name in names:
        machine, _space, version = name.partition(" ")
        major, _dot, minor = version.partition(".")
        found.append({"machineName": machine, "majorVersion": int(major), "minorVersion": int(minor)})
    return found


SEMANTICS = [
    {"name": "question", "type": "text", "widget": "html", "tags": ["strong", "em", "a"]},
    {"name": "answer", "type": "boolean"},
    {"name": "label", "type": "text", "maxLength": 40, "optional": True},
    {"name": "picture", "type": "image", "optional": True},
]
PARAMS = {"question": "<p>Is it <strong>safe</strong>?</p>", "answer": True, "label": "Yes"}


def h5p_json(**more) -> dict:
    return {
        "title": "A small question",
        "language": "und",
        "mainLibrary": "Test.YesNo",
        "embedTypes": ["iframe"],
        "preloadedDependencies": depends_on("Test.YesNo 1.0"),
        **more,
    }


def parts(
    *, manifest=None, params=None, semantics=None, library=None, script="window.Test = {};", **files
) -> dict:
    """``{name: bytes}`` of a good package; anything may be replaced."""
    library = library or library_json(js=["yesno.js"], css=["yesno.css"])
    folder = f"{library['machineName']}-{library['majorVersion']}.{library['minorVersion']}"
    found = {
        "h5p.json": manifest or h5p_json(),
        "content/content.json": PARAMS if params is None else params,
        f"{folder}/library.json": library,
        f"{folder}/semantics.json": SEMANTICS if semantics is None else semantics,
        f"{folder}/yesno.js": script,
        f"{folder}/yesno.css": ".yes-no { color: #333 }",
        f"{folder}/language/zh.json": {"semantics": []},
    }
    return {**found, **files}


def as_bytes(value) -> bytes:
    if isinstance(value, bytes):
        return value
    return value.encode() if isinstance(value, str) else json.dumps(value, ensure_ascii=False).encode()


def package(files: dict | None = None, *, drop=(), add=None, method=zipfile.ZIP_DEFLATED) -> io.BytesIO:
    """A ZIP of ``files`` (``parts()`` when none are given); a value of None makes a folder."""
    chosen = {**(parts() if files is None else files), **(add or {})}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, value in chosen.items():
            if name in drop:
                continue
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = method
            archive.writestr(info, b"" if value is None else as_bytes(value))
    return rewound(buffer)


def rewound(buffer) -> io.BytesIO:
    buffer.seek(0)
    return buffer


def with_entry(name: str, data: bytes = b"x", *, change=None) -> io.BytesIO:
    """A good package and one more entry, on which ``change(info)`` may work."""
    buffer = package()
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo("placeholder", (2024, 1, 1, 0, 0, 0))
        info.filename = name
        if change:
            change(info)
        archive.writestr(info, data)
    return rewound(buffer)


def patched(buffer, *, at_local=None, at_central=None, entry="content/content.json") -> io.BytesIO:
    """Overwrite fields of one entry's headers: ``{offset: bytes}``, counted from the header's begin."""
    data = bytearray(buffer.getvalue())
    name = entry.encode()
    local = next(i for i in _all(data, b"PK\3\4") if data[i + 30 : i + 30 + len(name)] == name)
    central = next(i for i in _all(data, b"PK\1\2") if data[i + 46 : i + 46 + len(name)] == name)
    for start, changes in ((local, at_local), (central, at_central)):
        for offset, value in (changes or {}).items():
            data[start + offset : start + offset + len(value)] = value
    return io.BytesIO(bytes(data))


def _all(data, signature):
    at = data.find(signature)
    while at >= 0:
        yield at
        at = data.find(signature, at + 1)


def renamed_bytes(old: bytes, new: bytes) -> io.BytesIO:
    """The same length, everywhere in the archive."""
    data = with_entry("content/" + old.decode()).getvalue()
    return io.BytesIO(data.replace(old, new))


def params_text(text: str) -> bytes:
    return b'{"question": "' + text.encode() + b'"}'


def content_is(data: bytes) -> io.BytesIO:
    return package(add={"content/content.json": data})


def library_is(files=None, manifest=None, **changes) -> io.BytesIO:
    made = parts(library={**library_json(js=["yesno.js"], css=["yesno.css"]), **changes}, manifest=manifest)
    return package({**made, **(files or {})})


def overlapping() -> io.BytesIO:
    """Two names in the table for the same bytes."""
    buffer = package(add={"content/a.txt": "same", "content/b.txt": "same"}, method=zipfile.ZIP_STORED)
    data = bytearray(buffer.getvalue())
    first = next(i for i in _all(data, b"PK\3\4") if data[i + 30 : i + 43] == b"content/a.txt")
    central = next(i for i in _all(data, b"PK\1\2") if data[i + 46 : i + 59] == b"content/b.txt")
    data[central + 42 : central + 46] = struct.pack("<I", first)
    return io.BytesIO(bytes(data))


def quine_bomb() -> io.BytesIO:
    """An entry that says it is 10 bytes and unpacks to 20 MiB."""
    buffer = package(add={"content/lie.txt": b"0" * (20 * 1024 * 1024)})
    size = struct.pack("<I", 10)
    return patched(buffer, at_local={22: size}, at_central={24: size}, entry="content/lie.txt")


def deep(levels: int) -> bytes:
    return b'{"question":' + b"[" * levels + b"]" * levels + b"}"


def second_library(name="Test.Base", *, minor=0, **fields) -> dict:
    return {f"{name}-1.{minor}/library.json": library_json(name, minor=minor, runnable=0, **fields)}


def hostile() -> dict:
    """``{label: (code, make)}``: every class of fault, the code it is refused with, and a function that makes it."""
    long = "a" * 300
    symlink = lambda info: setattr(info, "external_attr", 0o120777 << 16)  # noqa: E731
    device = lambda info: setattr(info, "external_attr", 0o020666 << 16)  # noqa: E731
    cycle = {
        **parts(library=library_json(js=["yesno.js"], preloadedDependencies=depends_on("Test.Base 1.0"))),
        **second_library(preloadedDependencies=depends_on("Test.YesNo 1.0")),
    }
    slow = [{"name": "question", "type": "text", "regexp": {"pattern": "^(a|aa)+$", "modifiers": "i"}}]
    found = {
        "not a zip": ("archive-unreadable", lambda: io.BytesIO(b"this is no archive")),
        "empty file": ("archive-unreadable", lambda: io.BytesIO(b"")),
        "cut off": ("archive-unreadable", lambda: io.BytesIO(package().getvalue()[:-40])),
        "something in front": ("archive-prefix", lambda: io.BytesIO(b"MZ\x90\0" * 8 + package().getvalue())),
        "overlap": ("archive-overlap", overlapping),
        "no files": ("manifest-missing", lambda: package({})),
        "climbs out": ("name-traversal", lambda: with_entry("content/../../evil.txt")),
        "climbs out at once": ("name-traversal", lambda: with_entry("../evil.txt")),
        "a dot for a folder": ("name-traversal", lambda: with_entry("content/./a.txt")),
        "absolute": ("name-absolute", lambda: with_entry("/etc/passwd")),
        "backslash": ("name-backslash", lambda: with_entry("content\\..\\evil.txt")),
        "drive letter": ("name-backslash", lambda: with_entry("C:/evil.txt")),
        "stream": ("name-backslash", lambda: with_entry("content/a.txt:hidden")),
        "nul": ("name-nul", lambda: renamed_bytes(b"nul_byte.png", b"nul\0byte.png")),
        "control": ("name-control", lambda: with_entry("content/a\x1b[2J.txt")),
        "right to left": ("name-control", lambda: with_entry("content/a\u202egnp.txt")),
        "broken utf-8": ("name-encoding", lambda: patched(
            with_entry("content/é.txt"), at_local={38: b"\xff\xfe"}, at_central={54: b"\xff\xfe"}, entry="content/é.txt"
        )),
        "empty part": ("name-empty-part", lambda: with_entry("content//a.txt")),
        "trailing dot": ("name-trailing", lambda: with_entry("content/a.txt.")),
        "trailing space": ("name-trailing", lambda: with_entry("content/a /b.txt")),
        "long part": ("name-too-long", lambda: with_entry(f"content/{long}.txt")),
        "long name": ("name-too-long", lambda: with_entry("content/" + "/".join(["a" * 200] * 6) + ".txt")),
        "deep name": ("name-too-deep", lambda: with_entry("content/" + "d/" * 25 + "a.txt")),
        "twice": ("name-duplicate", lambda: with_entry("content/content.json", b"{}")),
        "twice by case": ("name-duplicate", lambda: with_entry("content/Content.JSON", b"{}")),
        "twice by composition": ("name-duplicate", lambda: package(
            add={"content/\u00e9.txt": "a", "content/e\u0301.txt": "b"}
        )),
        "file and folder": ("name-clash", lambda: with_entry("content/content.json/a.txt")),
        "symbolic link": ("file-link", lambda: with_entry("content/link.txt", b"/etc/passwd", change=symlink)),
        "device": ("file-link", lambda: with_entry("content/device.txt", change=device)),
        "encrypted": ("file-encrypted", lambda: patched(package(), at_local={6: b"\1\0"}, at_central={8: b"\1\0"})),
        "bzip2": ("file-compression", lambda: package(method=zipfile.ZIP_BZIP2)),
        "lzma": ("file-compression", lambda: package(method=zipfile.ZIP_LZMA)),
        "two names for one": ("archive-header-differs", lambda: patched(package(), at_local={30: b"CONTENT"})),
        "bomb": ("file-bomb", lambda: with_entry(
            "content/zeros.txt", b"\0" * (30 * 1024 * 1024), change=lambda i: setattr(i, "compress_type", 8)
        )),
        "lying size": ("file-size-differs", quine_bomb),
        "lying size, stored": ("file-size-differs", lambda: patched(
            package(method=zipfile.ZIP_STORED), at_central={24: struct.pack("<I", 5)}
        )),
        "wrong checksum": ("file-damaged", lambda: patched(
            package(add={"content/a.txt": "abc"}), at_central={16: b"\0\0\0\1"}, entry="content/a.txt"
        )),
        "broken deflate": ("file-damaged", broken_deflate),
        # JSON
        "deep json": ("json-too-deep", lambda: content_is(deep(5000))),
        "latin-1": ("json-encoding", lambda: content_is('{"question": "é"}'.encode("latin-1"))),
        "utf-16": ("json-encoding", lambda: content_is('{"question": "é"}'.encode("utf-16"))),
        "no json": ("json-invalid", lambda: content_is(b"{question: 1}")),
        "trailing json": ("json-invalid", lambda: content_is(b"{} {}")),
        "NaN": ("json-number", lambda: content_is(b'{"a": NaN}')),
        "Infinity": ("json-number", lambda: content_is(b'{"a": -Infinity}')),
        "huge exponent": ("json-number", lambda: content_is(b'{"a": 1e999}')),
        "endless digits": ("json-number", lambda: content_is(b'{"a": ' + b"9" * 6000 + b"}")),
        "nul in text": ("json-character", lambda: content_is(rb'{"a": "\u0000"}')),
        "half a surrogate": ("json-character", lambda: content_is(rb'{"a": "\ud800"}')),
        "nul in a key": ("json-character", lambda: content_is(rb'{"\u0000": 1}')),
        "a key twice": ("json-duplicate-key", lambda: content_is(b'{"question": 1, "question": 2}')),
        "manifest twice": ("json-duplicate-key", lambda: package(
            add={"h5p.json": b'{"title": "a", "title": "b"}'}
        )),
        "large manifest": ("json-too-large", lambda: package(add={"h5p.json": h5p_json(x="y" * 300_000)})),
        # h5p.json
        "no manifest": ("manifest-missing", lambda: package(drop=["h5p.json"])),
        "manifest is a list": ("manifest-invalid", lambda: package(add={"h5p.json": []})),
        "no title": ("manifest-invalid", lambda: package(add={"h5p.json": h5p_json(title="")})),
        "long title": ("manifest-invalid", lambda: package(add={"h5p.json": h5p_json(title="t" * 256)})),
        "wrong language": ("manifest-invalid", lambda: package(add={"h5p.json": h5p_json(language="<en>")})),
        "wrong embed": ("manifest-invalid", lambda: package(add={"h5p.json": h5p_json(embedTypes=["object"])})),
        "wrong main library": ("manifest-invalid", lambda: package(
            add={"h5p.json": h5p_json(mainLibrary="../x")}
        )),
        "negative version": ("manifest-invalid", lambda: package(add={"h5p.json": h5p_json(
            preloadedDependencies=[{**YES_NO, "minorVersion": -1}]
        )})),
        "version is true": ("manifest-invalid", lambda: package(add={"h5p.json": h5p_json(
            preloadedDependencies=[{**YES_NO, "majorVersion": True}]
        )})),
        "version is a fraction": ("manifest-invalid", lambda: package(add={"h5p.json": h5p_json(
            preloadedDependencies=[{**YES_NO, "majorVersion": 1.0}]
        )})),
        "script as source": ("manifest-source", lambda: package(
            add={"h5p.json": h5p_json(source="javascript:alert(1)")}
        )),
        "main library not declared": ("main-library-not-declared", lambda: package(
            add={"h5p.json": h5p_json(preloadedDependencies=depends_on("Test.Other 1.0"))}
        )),
        "no content": ("content-missing", lambda: package(drop=["content/content.json"])),
        "content is a list": ("content-invalid", lambda: content_is(b"[]")),
        # files and libraries
        "php": ("extension-not-allowed", lambda: with_entry("content/images/shell.php")),
        "double extension": ("extension-not-allowed", lambda: with_entry("content/images/a.png.phtml")),
        "svg in content": ("extension-not-allowed", lambda: with_entry("content/images/a.svg", b"<svg/>")),
        "js in content": ("extension-not-allowed", lambda: with_entry("content/evil.js")),
        "html in content": ("extension-not-allowed", lambda: with_entry("content/page.HTML")),
        "no extension": ("extension-not-allowed", lambda: with_entry("content/Makefile")),
        "exe in library": ("extension-not-allowed", lambda: with_entry("Test.YesNo-1.0/run.exe")),
        "library name": ("library-name", lambda: package(add={"bad name!/library.json": library_json()})),
        "no library.json": ("library-json-missing", lambda: package(drop=["Test.YesNo-1.0/library.json"])),
        "library.json is a list": ("library-invalid", lambda: package(add={"Test.YesNo-1.0/library.json": []})),
        "patch is a word": ("library-invalid", lambda: library_is(patchVersion="one")),
        "runnable is two": ("library-invalid", lambda: library_is(runnable=2)),
        "folder has another name": ("library-folder-name", lambda: package(
            add={"Test.Other-1.0/library.json": library_json("Test.Different", runnable=0)}
        )),
        "library twice": ("library-twice", lambda: package(
            add={"Test.YesNo/library.json": library_json()}
        )),
        "script missing": ("library-file-missing", lambda: package(drop=["Test.YesNo-1.0/yesno.js"])),
        "script elsewhere": ("library-file-path", lambda: library_is(preloadedJs=[{"path": "../../evil.js"}])),
        "script from the web": ("library-file-path", lambda: library_is(
            preloadedJs=[{"path": "https://evil.example/x.js"}]
        )),
        "language name": ("library-language", lambda: package(
            add={"Test.YesNo-1.0/language/e1.json": {"semantics": []}}
        )),
        "semantics is an object": ("library-semantics", lambda: package(
            add={"Test.YesNo-1.0/semantics.json": {}}
        )),
        "newer core": ("library-core-api", lambda: library_is(coreApi={"majorVersion": 1, "minorVersion": 99})),
        "library missing": ("library-missing", lambda: library_is(
            preloadedDependencies=depends_on("Test.Absent 2.1")
        )),
        "another minor": ("library-missing", lambda: package(
            add={"h5p.json": h5p_json(preloadedDependencies=depends_on("Test.YesNo 1.4"))}
        )),
        "cycle": ("library-cycle", lambda: package(cycle)),
        "needs itself": ("library-cycle", lambda: library_is(preloadedDependencies=depends_on("Test.YesNo 1.0"))),
        "not runnable": ("main-library-not-runnable", lambda: library_is(runnable=0)),
        # content
        "script in text": ("script-in-text", lambda: content_is(params_text("<script>alert(1)</script>"))),
        "handler in text": ("script-in-text", lambda: content_is(params_text("<img src=x onerror=alert(1)>"))),
        "handler after slash": ("script-in-text", lambda: content_is(params_text("<svg/onload=alert(1)>"))),
        "script address": ("script-in-text", lambda: content_is(params_text("<a href='javascript:alert(1)'>x</a>"))),
        "hidden script address": ("script-in-text", lambda: content_is(
            params_text("<a href='java&#10;script&colon;alert(1)'>x</a>")
        )),
        "endless pattern": ("pattern-too-slow", lambda: package(
            parts(semantics=slow, params={"question": "a" * 40 + "!"})
        )),
    }  # fmt: skip
    return found


def broken_deflate() -> io.BytesIO:
    buffer = package(add={"content/a.txt": "abcdefgh" * 400})
    data = bytearray(buffer.getvalue())
    local = next(i for i in _all(data, b"PK\3\4") if data[i + 30 : i + 43] == b"content/a.txt")
    data[local + 43 : local + 53] = b"\xff" * 10
    return io.BytesIO(bytes(data))


def incompressible(size: int) -> bytes:
    """Bytes that no packing makes smaller, the same each time."""
    state, found = 1, bytearray()
    while len(found) < size:
        state = zlib.crc32(struct.pack("<Q", state + len(found)))
        found += struct.pack("<I", state)
    return bytes(found[:size])


PROBE = """
var Test = window.Test = window.Test || {};
Test.YesNo = (function (EventDispatcher) {
  function YesNo(params, id, extras) {
    EventDispatcher.call(this);
    this.params = params;
    this.chosen = extras && extras.previousState ? extras.previousState.chosen : null;
  }
  YesNo.prototype = Object.create(EventDispatcher.prototype);
  YesNo.prototype.constructor = YesNo;
  YesNo.prototype.attach = function ($container) {
    var self = this;
    var root = $container[0];
    this.setActivityStarted();
    root.innerHTML = "<div class='yes-no'>" + this.params.question + "</div><p class='chosen'>" + this.chosen + "</p>";
    ["yes", "no"].forEach(function (word) {
      var button = document.createElement("button");
      button.textContent = word;
      button.addEventListener("click", function () {
        self.chosen = word;
        root.querySelector(".chosen").textContent = word;
        var right = (word === "yes") === self.params.answer;
        var event = self.createXAPIEventTemplate("answered");
        event.setScoredResult(right ? 1 : 0, 1, self, true, right);
        self.trigger(event);
      });
      root.appendChild(button);
    });
    this.trigger("resize");
  };
  YesNo.prototype.getCurrentState = function () { return this.chosen ? { chosen: this.chosen } : undefined; };
  YesNo.prototype.getScore = function () { return 0; };
  YesNo.prototype.getMaxScore = function () { return 1; };
  return YesNo;
})(H5P.EventDispatcher);
"""


def make_activity(key="probe", *, file=None, language="en", **rules):
    """An imported activity with its rules."""
    activity = Activity.objects.create(key=key, **rules)
    import_package(
        file or package(parts(script=PROBE)), language=language, may_install=True, activity=activity
    )
    return Activity.objects.get(pk=activity.pk)


SUB_CONTENT = "3f0c0f7a-1111-4c6e-9b3e-0a1b2c3d4e5f"
CONTAINER = """
var Test = window.Test = window.Test || {};
Test.Box = (function (EventDispatcher) {
  function Box(params, id) { EventDispatcher.call(this); this.params = params; this.id = id; }
  Box.prototype = Object.create(EventDispatcher.prototype);
  Box.prototype.constructor = Box;
  Box.prototype.attach = function ($container) {
    var self = this;
    this.setActivityStarted();
    this.params.parts.forEach(function (part) {
      var place = H5P.jQuery("<div></div>").appendTo($container);
      var instance = H5P.newRunnable(part, self.id, place, true, { parent: self });
      instance.parent = self;
    });
    var button = document.createElement("button");
    button.textContent = "finish";
    button.addEventListener("click", function () {
      var event = self.createXAPIEventTemplate("completed");
      event.setScoredResult(1, 1, self, true, true);
      self.trigger(event);
    });
    $container[0].appendChild(button);
  };
  return Box;
})(H5P.EventDispatcher);
"""
BOX_SEMANTICS = [
    {
        "name": "parts",
        "type": "list",
        "field": {"name": "part", "type": "library", "options": ["Test.YesNo 1.0"]},
    }
]


def nested_package():
    """A container with one part inside."""
    part = {
        "library": "Test.YesNo 1.0",
        "params": PARAMS,
        "subContentId": SUB_CONTENT,
        "metadata": {"title": "Part"},
    }
    box = library_json("Test.Box", js=["box.js"])
    inner = {name: value for name, value in parts(script=PROBE).items() if name.startswith("Test.YesNo")}
    manifest = h5p_json(
        mainLibrary="Test.Box",
        preloadedDependencies=depends_on("Test.Box 1.0", "Test.YesNo 1.0"),
        title="A box",
    )
    return package(
        {
            "h5p.json": manifest,
            "content/content.json": {"parts": [part]},
            "Test.Box-1.0/library.json": box,
            "Test.Box-1.0/semantics.json": BOX_SEMANTICS,
            "Test.Box-1.0/box.js": CONTAINER,
            **inner,
        }
    )


THIEF = """
var Test = window.Test = window.Test || {};
Test.YesNo = (function (EventDispatcher) {
  function YesNo() { EventDispatcher.call(this); }
  YesNo.prototype = Object.create(EventDispatcher.prototype);
  YesNo.prototype.constructor = YesNo;
  YesNo.prototype.attach = function ($container) {
    $container[0].textContent = "nothing to see";
    var loot = window.loot = { origin: String(window.origin) };
    var site = location.protocol + "//" + location.host;
    function attempt(name, act) { try { loot[name] = act(); } catch (error) { loot[name] = "blocked"; } }
    attempt("cookie", function () { return document.cookie; });
    attempt("parent", function () { return window.parent.document.body.innerHTML ? "read" : "empty"; });
    attempt("storage", function () { return window.localStorage instanceof Storage ? "real" : "memory"; });
    attempt("beacon", function () {
      return navigator.sendBeacon(site + "/en/my-learning/", "x") ? "queued" : "refused";
    });
    var form = document.createElement("form");
    form.method = "post"; form.action = site + "/en/account/logout/";
    document.body.appendChild(form);
    attempt("form", function () { form.submit(); return "blocked"; });
    function ask(name, path, options) {
      return fetch(site + path, options).then(function (r) { return r.text().then(function (t) {
        loot[name] = r.ok ? "read " + t.length : "refused"; }); }, function () { loot[name] = "blocked"; });
    }
    Promise.all([
      ask("cms", "/cms/", { credentials: "include" }),
      ask("learning", "/en/my-learning/", { credentials: "include" }),
      ask("statement", "/en/lessons/1/activities/thief/statements/", { method: "POST", credentials: "include", body: "{}" }),
    ]).then(function () {
      if (loot.beacon === "queued") loot.beacon = "blocked"; // the policy drops it silently; the server has no trace
      loot.finished = true;
    });
  };
  return YesNo;
})(H5P.EventDispatcher);
"""
