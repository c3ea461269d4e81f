// The service worker, in layers. A layer is data: {name, pages, assets}. Pages come from the network while it answers in time, else from
// the layer's own store; assets carry a hash in their name and come from the store first. What no layer names is left alone.
// A later app (the learner's) adds a layer in learning/offline.py; nothing here changes.
"use strict";
(function () {
  const PREFIX = "library-";
  const PATIENCE = 4000; // milliseconds that a page may take before the stored one is shown

  function storeOf(layer) {
    return PREFIX + layer.name + "-" + layer.version;
  }

  async function install(layer) {
    const store = await caches.open(storeOf(layer));
    const all = layer.pages.concat(layer.assets);
    await Promise.all(all.map(async (address) => {
      const answer = await fetch(new Request(address, { cache: "reload", credentials: "same-origin" }));
      if (!answer.ok) throw new Error(address);
      await store.put(address, answer);
    }));
  }

  async function tidy(layers) {
    const wanted = new Set(layers.map(storeOf));
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(PREFIX) && !wanted.has(name)).map((name) => caches.delete(name)));
  }

  async function page(layer, request, path) {
    const store = await caches.open(storeOf(layer));
    const network = fetch(request).then((answer) => {
      if (answer.ok && !answer.redirected) store.put(path, answer.clone());
      return answer;
    });
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    try {
      const first = await Promise.race([network, late]);
      if (first && first.status < 500) return first;
    } catch (error) { /* no network */ }
    const kept = await store.match(path);
    if (kept) network.catch(() => null);
    return kept || network;
  }

  async function asset(layer, request, path) {
    const store = await caches.open(storeOf(layer));
    return (await store.match(path)) || fetch(request);
  }

  self.offline = {
    start(layers) {
      self.addEventListener("install", (event) => {
        event.waitUntil(Promise.all(layers.map(install)).then(() => self.skipWaiting()));
      });
      self.addEventListener("activate", (event) => {
        event.waitUntil(tidy(layers).then(() => self.clients.claim()));
      });
      self.addEventListener("fetch", (event) => {
        if (event.request.method !== "GET") return;
        const url = new URL(event.request.url);
        if (url.origin !== self.location.origin) return;
        for (const layer of layers) {
          if (layer.pages.includes(url.pathname)) return event.respondWith(page(layer, event.request, url.pathname));
          if (layer.assets.includes(url.pathname)) return event.respondWith(asset(layer, event.request, url.pathname));
        }
      });
    },
  };
})();
