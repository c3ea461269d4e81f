// The form of a content, drawn from the content type's semantics. Labels come from strangers' files: they are only ever
// set as text. Values that are HTML have been filtered by the server, and are filtered again when they are saved.
(function () {
  "use strict";
  var form = document.querySelector("[data-author]");
  if (!form || !form.querySelector("[data-fields]")) return;
  function read(id) { return JSON.parse(document.getElementById(id).textContent); }
  var description = read("h5p-description");
  var words = read("h5p-words");
  var number = 0;

  function element(tag, className, text) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }
  function button(text, act, className) {
    var made = element("button", className || "", text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }
  // Plain texts are kept escaped.
  function unescape(text) {
    var area = document.createElement("textarea");
    area.innerHTML = String(text).replace(/</g, "&lt;");
    return area.value;
  }
  function labelled(spec, control, box) {
    var wrap = box || element("div", "h5p-field");
    var label = element(control ? "label" : "div", control ? "" : "h5p-label", spec.label || spec.name);
    if (spec.optional) label.append(" (" + words.optional + ")");
    if (control) {
      control.id = "h5p-" + ++number;
      label.htmlFor = control.id;
    }
    wrap.append(label);
    if (spec.description) wrap.append(element("small", "", spec.description));
    if (control) wrap.append(control);
    return wrap;
  }

  var draw = {
    text: function (spec, value) {
      if (Array.isArray(spec.tags) && spec.widget === "html") return rich(spec, value);
      var long = spec.widget === "textarea" || (spec.maxLength || 255) > 255;
      var control = element(long ? "textarea" : "input");
      control.value = value === undefined ? "" : unescape(value);
      control.dir = "auto"; // the content's language may be written the other way than the page's
      if (spec.maxLength) control.maxLength = spec.maxLength;
      if (spec.placeholder) control.placeholder = spec.placeholder;
      return { box: labelled(spec, control), get: function () { return control.value; } };
    },
    number: function (spec, value) {
      var control = element("input");
      control.type = "number";
      ["min", "max", "step"].forEach(function (name) { if (spec[name] !== undefined) control[name] = spec[name]; });
      if (spec.step === undefined) control.step = spec.decimals ? "any" : 1;
      if (value !== undefined) control.value = value;
      return { box: labelled(spec, control), get: function () { return control.value === "" ? undefined : Number(control.value); } };
    },
    boolean: function (spec, value) {
      var control = element("input");
      control.type = "checkbox";
      control.checked = Boolean(value);
      return { box: labelled(spec, control), get: function () { return control.checked; } };
    },
    select: function (spec, value) {
      var control = element("select");
      control.multiple = Boolean(spec.multiple);
      var chosen = [].concat(value === undefined ? [] : value).map(String);
      if (spec.optional && !spec.multiple) control.append(new Option(words.none, ""));
      flat(spec.options).forEach(function (option) {
        control.append(new Option(option.label || option.value, option.value, false, chosen.indexOf(String(option.value)) >= 0));
      });
      return {
        box: labelled(spec, control),
        get: function () {
          var values = Array.from(control.selectedOptions).map(function (o) { return o.value; });
          return spec.multiple ? values : values[0] || undefined;
        },
      };
    },
    group: function (spec, value) {
      var fields = (spec.fields || []).filter(function (one) { return one && one.name; });
      if (fields.length === 1 && spec.isSubContent !== true) {
        var only = draw_one(fields[0], value);
        if (spec.label && spec.label !== fields[0].label) only.box.prepend(element("small", "", spec.label));
        return only;
      }
      var box = element("details", "h5p-group");
      box.append(element("summary", "", spec.label || spec.name));
      box.open = !(spec.common || spec.expanded === false || spec.optional);
      var inner = group(fields, value || {}, box);
      return {
        box: box,
        get: function () {
          var kept = inner();
          if (spec.isSubContent && value && value.subContentId) kept.subContentId = value.subContentId;
          return kept;
        },
      };
    },
    list: function (spec, value) {
      var box = labelled(spec, null);
      var rows = element("div");
      box.append(rows);
      var items = [];
      function redraw() {
        items.forEach(function (item, place) {
          item.title.textContent = (spec.entity || "") + " " + (place + 1);
          rows.append(item.row);
        });
      }
      function add(inner) {
        var item = draw_one(spec.field, inner);
        if (item.box.tagName === "DETAILS") { // the item has a frame and a title already
          item.box.open = true;
          item.box.firstChild.hidden = true;
          item.box.classList.add("h5p-group--bare");
        }
        item.row = element("div", "h5p-item");
        item.title = element("span");
        var tools = element("div", "h5p-item__tools");
        tools.append(item.title,
          button("▲ " + words.up, function () { shift(item, -1); }),
          button("▼ " + words.down, function () { shift(item, 1); }),
          button("✕ " + words.remove, function () { items.splice(items.indexOf(item), 1); item.row.remove(); redraw(); changed(); }));
        item.row.append(tools, item.box);
        items.push(item);
      }
      function shift(item, by) {
        var place = items.indexOf(item);
        if (place + by < 0 || place + by >= items.length) return;
        items.splice(place, 1);
        items.splice(place + by, 0, item);
        redraw();
        changed();
      }
      (Array.isArray(value) ? value : []).forEach(add);
      redraw();
      box.append(button(words.add + " " + (spec.entity || ""), function () {
        if (spec.max && items.length >= spec.max) return;
        add(fresh(spec.field));
        redraw();
        changed();
      }, "button button-small button-secondary"));
      return { box: box, get: function () { return items.map(function (item) { return item.get(); }).filter(function (v) { return v !== undefined; }); } };
    },
    library: function (spec, value) {
      var control = element("select");
      var place = element("div");
      var current = null;
      var options = (spec.options || []).map(function (one) { return one && one.name ? one.name : one; })
        .filter(function (name) { return description.libraries[name] && (description.libraries[name].editable || (value && value.library === name)); });
      control.append(new Option(words.chooseType, ""));
      options.forEach(function (name) { control.append(new Option(description.libraries[name].title, name)); });
      function show(name, params) {
        place.replaceChildren();
        current = null;
        if (!name) return;
        if (!description.libraries[name].editable) {
          place.append(element("p", "help-block", words.notEditable));
          current = { name: name, get: function () { return params; } };
          return;
        }
        var box = element("div", "h5p-group");
        current = { name: name, get: group(description.libraries[name].semantics, params || defaults(description.libraries[name].semantics), box) };
        place.append(box);
      }
      control.addEventListener("change", function () { show(control.value); });
      if (value && value.library && description.libraries[value.library]) {
        control.value = value.library;
        show(value.library, value.params);
      }
      var box = labelled(spec, control);
      box.append(place);
      return {
        box: box,
        get: function () {
          if (!current) return undefined;
          var same = value && value.library === current.name;
          var kept = { library: current.name, params: current.get(), subContentId: same && value.subContentId || window.crypto.randomUUID(), metadata: same && value.metadata || { title: description.libraries[current.name].title } };
          (spec.extraAttributes || []).forEach(function (name) { if (same && value[name] !== undefined) kept[name] = value[name]; });
          return kept;
        },
      };
    },
    image: function (spec, value) { return media(spec, value, "image"); },
    file: function (spec, value) { return media(spec, value, "document"); },
    audio: function (spec, value) { return sources(spec, value); },
    video: function (spec, value) { return sources(spec, value); },
  };

  function draw_one(spec, value) {
    var kind = spec && Object.prototype.hasOwnProperty.call(draw, spec.type) ? draw[spec.type] : null;
    if (spec.widget === "none") { // kept by the content type itself, not written by its author
      var nothing = element("div");
      nothing.hidden = true;
      return { box: nothing, get: function () { return value; } };
    }
    if (!kind) return { box: element("p", "help-block", words.notEditable), get: function () { return value; } };
    return kind(spec, value);
  }

  function group(fields, values, box) {
    var parts = fields.filter(function (spec) { return spec && spec.name; }).map(function (spec) {
      var part = draw_one(spec, values[spec.name]);
      part.spec = spec;
      box.append(part.box);
      return part;
    });
    function where() {
      parts.forEach(function (part) {
        var rules = part.spec.widget === "showWhen" && part.spec.showWhen && part.spec.showWhen.rules;
        if (!Array.isArray(rules)) return;
        part.box.hidden = !rules.some(function (rule) {
          var other = parts.find(function (one) { return one.spec.name === String(rule.field).split("/").pop(); });
          if (!other) return true;
          var is = other.get();
          return [].concat(rule.equals).some(function (wanted) { return wanted === (is && is.library ? is.library.split(" ")[0] : is); });
        });
      });
    }
    box.addEventListener("change", where);
    where();
    return function () {
      var kept = {};
      parts.forEach(function (part) {
        var value = part.get();
        if (value !== undefined) kept[part.spec.name] = value;
      });
      return kept;
    };
  }

  function rich(spec, value) {
    var area = element("div", "h5p-rich");
    area.contentEditable = "true";
    area.dir = "auto";
    area.setAttribute("role", "textbox");
    area.setAttribute("aria-multiline", "true");
    area.setAttribute("aria-label", spec.label || spec.name);
    area.innerHTML = value || ""; // filtered by the server
    var tools = element("div", "h5p-tools");
    [["strong", "b", "bold", "bold"], ["em", "i", "italic", "italic"], ["ul", "ul", "list", "insertUnorderedList"]].forEach(function (one) {
      if (spec.tags.indexOf(one[0]) >= 0 || spec.tags.indexOf(one[1]) >= 0) {
        tools.append(button(words[one[2]], function () { area.focus(); document.execCommand(one[3]); changed(); }));
      }
    });
    if (spec.tags.indexOf("a") >= 0) {
      tools.append(button(words.link, function () {
        area.focus();
        var address = window.prompt(words.linkAddress, "https://");
        if (address && /^(https?:|mailto:|tel:)/.test(address)) document.execCommand("createLink", false, address);
        changed();
      }));
    }
    area.addEventListener("paste", function (event) { // what is pasted comes as plain text
      event.preventDefault();
      document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
    });
    var box = labelled(spec, null);
    box.append(tools, area);
    return { box: box, get: function () { return area.textContent.trim() || area.querySelector("img") ? area.innerHTML : ""; } };
  }

  function media(spec, value, kind, done) {
    var chosen = value && value.path ? value : undefined;
    var box = done ? element("div", "h5p-media") : labelled(spec, null);
    var name = element("p", "", chosen ? chosen.path : words.none);
    box.append(name,
      button(words.choose, function () {
        window.ModalWorkflow({
          url: kind === "image" ? form.dataset.images : form.dataset.documents,
          onload: kind === "image" ? window.IMAGE_CHOOSER_MODAL_ONLOAD_HANDLERS : window.DOCUMENT_CHOOSER_MODAL_ONLOAD_HANDLERS,
          responses: { chosen: function (found) { attach(found.id); } },
        });
      }, "button button-small button-secondary"), " ",
      button(words.remove, function () { chosen = undefined; name.textContent = words.none; changed(); }, "button button-small button-secondary"));
    function attach(id) {
      var data = new FormData();
      data.append("kind", kind);
      data.append("field", spec.type);
      data.append("id", id);
      send(form.dataset.attach, data).then(function (answer) {
        if (!answer.path) { name.textContent = answer.message || words.none; return; }
        chosen = answer;
        name.textContent = answer.path;
        changed();
      });
    }
    return { box: box, get: function () { return chosen; } };
  }

  function sources(spec, value) {
    var first = Array.isArray(value) ? value[0] : undefined;
    var address = element("input");
    address.type = "url";
    address.placeholder = words.address;
    address.setAttribute("aria-label", words.address);
    if (first && /^https:/.test(first.path)) address.value = unescape(first.path);
    var own = media(spec, first && !address.value ? first : undefined, "document", true);
    var box = labelled(spec, null);
    box.append(own.box, address);
    return {
      box: box,
      get: function () {
        if (address.value) return [{ path: address.value, mime: spec.type + "/" + (/youtu/.test(address.value) ? "YouTube" : spec.type === "video" ? "mp4" : "mpeg") }];
        return own.get() ? [own.get()].concat(Array.isArray(value) && value[0] === own.get() ? value.slice(1) : []) : undefined;
      },
    };
  }

  function flat(options) {
    return (options || []).reduce(function (all, one) {
      if (one && one.type === "optgroup") return all.concat(flat(Array.isArray(one.label) ? one.label : one.options));
      return one && one.value !== undefined ? all.concat(one) : all;
    }, []);
  }
  function fresh(spec) {
    if (!spec) return undefined;
    if (spec.type === "group") {
      var fields = spec.fields || [];
      return fields.length === 1 && spec.isSubContent !== true ? fresh(fields[0]) : defaults(fields);
    }
    if (spec.type === "list") return Array.from({ length: Math.min(spec.defaultNum || spec.min || 0, 20) }, function () { return fresh(spec.field); });
    return spec.default;
  }
  function defaults(fields) {
    var made = {};
    (fields || []).forEach(function (spec) {
      var value = spec && spec.name ? fresh(spec) : undefined;
      if (value !== undefined) made[spec.name] = value;
    });
    return made;
  }

  function send(address, body) {
    return fetch(address, {
      method: "POST", body: body, credentials: "same-origin",
      headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
    }).then(function (response) { return response.json(); }).catch(function () { return {}; });
  }

  var waiting = 0;
  function changed() {
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      send(form.dataset.preview, JSON.stringify(collect())).then(function (answer) {
        if (!answer.player) return;
        var live = document.querySelector("[data-live]");
        live.dispatchEvent(new CustomEvent("activity:show", { detail: answer.player }));
      });
    }, 900);
  }

  var hidden = form.querySelector("[data-params]");
  var collect = group(description.semantics, read("h5p-params"), form.querySelector("[data-fields]"));
  hidden.disabled = false;
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", function () { hidden.value = JSON.stringify(collect()); });
})();
