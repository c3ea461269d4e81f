// The page that checks certificates. Without network it tells whether the QR code is signed by us, and the status as of
// the last list it has; with network the server says the status, and this adds whether the QR code is genuine.
(function () {
  "use strict";
  var place = document.querySelector("[data-check]");
  var tools = window.certificateStatement;
  if (!place || !tools || !window.fetch || !window.Promise) return;
  var settings = place.dataset;
  var says = settings.status || ""; // what the server has found; "" when it was not asked
  var OLD_LIST = 30; // days

  function json(address) {
    return fetch(address, { credentials: "omit" }).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    });
  }

  // Loaded with the page, so that they are here when the network is not.
  var keys = json(settings.keys).then(function (set) { return set.keys; });
  var list = json(settings.ended);
  keys.catch(function () {});
  list.then(sayHowNew, function () {});

  function day(text) {
    return new Date(text + "T12:00:00").toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  }

  function moment(text) {
    return new Date(text).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  }

  function today() {
    var now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  // A piece of the page's own words: <template data-say="...">, its slots filled with text only.
  function words(name, values) {
    var piece = document.querySelector("template[data-say=\"" + name + "\"]").content.cloneNode(true);
    Object.keys(values || {}).forEach(function (slot) {
      piece.querySelectorAll("[data-slot=\"" + slot + "\"]").forEach(function (found) {
        if (values[slot]) found.textContent = values[slot];
        else (found.closest("[data-row]") || found).remove();
      });
    });
    return piece;
  }

  function show(pieces, outcome) {
    place.replaceChildren.apply(place, pieces);
    place.hidden = false;
    place.dataset.outcome = outcome;
    if (!says) place.scrollIntoView({ block: "nearest" });
  }

  function sayHowNew(list) {
    var line = document.querySelector("[data-list-age]");
    if (line) line.replaceChildren(words("ready", { asOf: moment(list.as_of) }));
  }

  // What a genuine statement is worth, by the list: [name of the words, values].
  function status(facts, code, list) {
    return tools.fingerprint(code).then(function (print) {
      var ended = list.ended[print];
      if (ended) return ended;
      if (facts.validUntil && facts.validUntil < today()) return "expired";
      return facts.issuedOn > list.as_of.slice(0, 10) ? "newer" : "valid";
    });
  }

  function withoutServer(code, reading) {
    if (reading.seal !== "genuine") return show([words(reading.seal)], reading.seal);
    var facts = reading.facts;
    return list.then(function (list) {
      return status(facts, code, list).then(function (found) {
        var pieces = [words("offline-" + found, { asOf: moment(list.as_of) })];
        if ((Date.now() - new Date(list.as_of)) / 86400000 > OLD_LIST) pieces.push(words("old-list"));
        if (found !== "withdrawn") {
          pieces.push(words("facts", {
            name: facts.name, title: facts.title, issuedOn: day(facts.issuedOn), validUntil: facts.validUntil && day(facts.validUntil)
          }));
        }
        show(pieces, found);
      });
    }, function () { show([words("no-list")], "no-list"); });
  }

  function besideServer(reading) {
    if (reading.seal === "genuine") return show([words("seal-genuine")], "genuine");
    document.querySelectorAll("[data-verdict=valid], [data-verdict=expired]").forEach(function (found) { found.remove(); });
    show([words(reading.seal)], reading.seal);
  }

  function check(text) {
    var found = tools.parts(text);
    if (!found.statement) return;
    keys.then(function (keys) {
      return tools.read(found.statement, found.code, keys, settings.library);
    }).then(function (reading) {
      return says ? besideServer(reading) : withoutServer(found.code, reading);
    }).catch(function () { if (!says) show([words("no-list")], "no-list"); });
  }

  check(window.location.href);
  if (!says && /\/verify\/[^/]+\/$/.test(window.location.pathname) && !window.location.hash) show([words("code-only")], "code-only");
  window.addEventListener("hashchange", function () { check(window.location.href); });
  document.querySelectorAll(".languages a").forEach(function (link) { link.hash = window.location.hash; });

  var form = document.querySelector("[data-check-form]");
  if (form) {
    form.addEventListener("submit", function (event) {
      var typed = form.elements.code.value;
      if (tools.parts(typed).statement && !navigator.onLine) {
        event.preventDefault();
        check(typed);
      } else if (!navigator.onLine) {
        event.preventDefault();
        show([words("code-only")], "code-only");
      }
    });
  }

  // A narrow worker for this page only: one for the printed address, one per language.
  if (navigator.serviceWorker) {
    settings.scopes.split(" ").forEach(function (scope) {
      navigator.serviceWorker.register(settings.worker, { scope: scope }).catch(function () {});
    });
  }
})();
