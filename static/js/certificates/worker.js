// Keeps the page that checks certificates, what it needs, and the last keys and list, for when there is no network.
// Nothing that was checked is kept: only the empty page is.
self.checkOffline = function (config) {
  "use strict";
  var STORE = "check-certificates";
  var PATIENCE = 6000; // milliseconds to wait for a network that may be no more
  var pages = Object.keys(config.pages).map(function (code) { return config.pages[code]; });

  function fetched(request, options) {
    var stop = new AbortController();
    var timer = setTimeout(function () { stop.abort(); }, PATIENCE);
    return fetch(request, Object.assign({ signal: stop.signal }, options)).finally(function () { clearTimeout(timer); });
  }

  function keep(store, address) {
    return fetched(address, { credentials: "omit", cache: "no-cache" }).then(function (answer) {
      if (answer.ok && !answer.redirected) return store.put(address, answer);
    });
  }

  // The printed address has no language: the reader's first one that the site speaks.
  function ownPage() {
    var codes = Object.keys(config.pages);
    var own = (navigator.languages || []).map(function (tag) {
      return codes.find(function (code) { return code.split("-")[0] === tag.toLowerCase().split("-")[0]; });
    }).find(Boolean);
    return own ? config.pages[own] : config.fallback;
  }

  // The page in the language of the address; the code and what is signed stay in the address, for the page to read.
  function emptyPage(path) {
    var page = pages.find(function (known) { return path.startsWith(known); }) || ownPage();
    return caches.open(STORE).then(function (store) { return store.match(page); }).then(function (found) { return found || Response.error(); });
  }

  self.addEventListener("install", function (event) {
    event.waitUntil(caches.open(STORE).then(function (store) {
      return Promise.all(pages.concat(config.files, config.fresh).map(function (address) { return keep(store, address); }));
    }).then(function () { return self.skipWaiting(); }));
  });

  self.addEventListener("activate", function (event) {
    var wanted = pages.concat(config.files, config.fresh);
    event.waitUntil(caches.open(STORE).then(function (store) {
      return store.keys().then(function (kept) {
        return Promise.all(kept.filter(function (request) {
          return wanted.indexOf(new URL(request.url).pathname) < 0;
        }).map(function (request) { return store.delete(request); }));
      });
    }).then(function () { return self.clients.claim(); }));
  });

  self.addEventListener("fetch", function (event) {
    var address = new URL(event.request.url);
    if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
    if (event.request.mode === "navigate") {
      event.respondWith(fetched(event.request).catch(function () { return emptyPage(address.pathname); }));
    } else if (config.fresh.indexOf(address.pathname) >= 0) {
      event.respondWith(caches.open(STORE).then(function (store) {
        return fetched(address.pathname, { credentials: "omit", cache: "no-cache" }).then(function (answer) {
          if (answer.ok) store.put(address.pathname, answer.clone());
          return answer;
        }).catch(function () { return store.match(address.pathname); });
      }));
    } else if (config.files.indexOf(address.pathname) >= 0) {
      event.respondWith(caches.match(address.pathname).then(function (found) { return found || fetch(event.request); }));
    }
  });
};
