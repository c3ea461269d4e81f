// The service worker, in layers. A layer is data: {name, pages, assets}. Pages come from the network while it answers in time, else from
// the layer's own store; assets carry a hash in their name and come from the store first. Only layers that a page asked for are kept
// (static/js/offline/keep.js). A layer may also name
//   anonymous  its pages are stored as somebody without an account gets them;
//   taken      stores whose name begins like this hold pages that the reader took along, shown when there is no network;
//   instead    for each start of an address, the page that stands in for one that is not here.
// What no layer names is left alone.
"use strict";
(function () {
  const PREFIX = "library-";
  const WANTED = "wanted-layers";
  const PATIENCE = 4000; // milliseconds that a page may take before the stored one is shown

  function storeOf(layer) {
    return PREFIX + layer.name + "-" + layer.version;
  }

  async function isWanted(layer) {
    if (await caches.match("/" + layer.name, { cacheName: WANTED })) return true;
    return (await caches.keys()).some((name) => name.startsWith(PREFIX + layer.name + "-")); // kept before pages asked for it
  }

  async function wanted(layers) {
    const asked = await Promise.all(layers.map(isWanted));
    return layers.filter((layer, place) => asked[place]);
  }

  function asked(layer, address) {
    return fetch(new Request(address, { cache: "reload", credentials: layer.anonymous ? "omit" : "same-origin" }));
  }

  async function install(layer) {
    const store = await caches.open(storeOf(layer));
    const all = layer.pages.concat(layer.assets);
    await Promise.all(all.map(async (address) => {
      const answer = await asked(layer, address);
      if (!answer.ok) throw new Error(address);
      await store.put(address, answer);
    }));
  }

  async function keep(layer) {
    await (await caches.open(WANTED)).put("/" + layer.name, new Response(""));
    if (!(await caches.has(storeOf(layer)))) {
      await install(layer).catch(async (error) => {
        await caches.delete(storeOf(layer)); // half a layer would look like a whole one
        throw error;
      });
    }
  }

  async function tidy(layers) {
    const now = new Set((await wanted(layers)).map(storeOf));
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(PREFIX) && !now.has(name)).map((name) => caches.delete(name)));
  }

  async function renew(layer, path, answer) {
    if (!answer.ok || answer.redirected || !(await isWanted(layer))) return;
    const store = await caches.open(storeOf(layer));
    const fresh = layer.anonymous ? await asked(layer, path) : answer;
    if (fresh.ok && !fresh.redirected) await store.put(path, fresh);
  }

  // The network's answer, or null when there is none, or none in time.
  async function inTime(network) {
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    try {
      const first = await Promise.race([network, late]);
      return first && first.status < 500 ? first : null;
    } catch (error) {
      return null;
    }
  }

  async function page(layer, event, path) {
    const network = fetch(event.request);
    event.waitUntil(network.then((answer) => renew(layer, path, answer.clone())).catch(() => null));
    const answer = await inTime(network);
    if (answer) return answer;
    const kept = (await caches.match(path, { cacheName: storeOf(layer) })) || (await caches.match(path)); // two layers may share a page
    if (kept) network.catch(() => null);
    return kept || network;
  }

  async function asset(layer, request, path) {
    const kept = await caches.match(path, { cacheName: storeOf(layer) });
    return kept || fetch(request);
  }

  async function takenAlong(layer, path) {
    for (const name of await caches.keys()) {
      if (!name.startsWith(layer.taken)) continue;
      const kept = await caches.match(path, { cacheName: name });
      if (kept) return kept;
    }
    return null;
  }

  // A page of the site that no layer names: from the network, else what was taken along, else the page that stands in.
  async function reading(layer, request, path) {
    const network = fetch(request);
    const answer = await inTime(network);
    if (answer) return answer;
    const kept = request.method === "GET" ? await takenAlong(layer, path) : null;
    if (kept) {
      network.catch(() => null);
      return kept;
    }
    try {
      return await network; // slow is not the same as none
    } catch (error) {
      const start = Object.keys(layer.instead).find((one) => path.startsWith(one));
      const instead = await caches.match(layer.instead[start], { cacheName: storeOf(layer) });
      if (!instead) throw error;
      return instead;
    }
  }

  async function fileTaken(layer, request, path) {
    return (await takenAlong(layer, path)) || fetch(request);
  }

  self.offline = {
    start(layers) {
      self.addEventListener("install", (event) => {
        event.waitUntil(wanted(layers).then((now) => Promise.all(now.map(install))).then(() => self.skipWaiting()));
      });
      self.addEventListener("activate", (event) => {
        event.waitUntil(tidy(layers).then(() => self.clients.claim()));
      });
      self.addEventListener("message", (event) => {
        const layer = layers.find((one) => one.name === (event.data || {}).keep);
        if (!layer || !event.ports[0]) return;
        const say = (kept) => event.ports[0].postMessage({ kept });
        event.waitUntil(keep(layer).then(() => say(true), () => say(false)));
      });
      self.addEventListener("fetch", (event) => {
        const url = new URL(event.request.url);
        if (url.origin !== self.location.origin) return;
        const path = url.pathname;
        if (event.request.method === "GET") {
          for (const layer of layers) {
            if (layer.pages.includes(path)) return event.respondWith(page(layer, event, path));
            if (layer.assets.includes(path)) return event.respondWith(asset(layer, event.request, path));
          }
        }
        const reader = layers.find((layer) => layer.taken);
        if (!reader) return;
        if (event.request.mode === "navigate") {
          if (Object.keys(reader.instead).some((start) => path.startsWith(start))) event.respondWith(reading(reader, event.request, path));
        } else if (event.request.method === "GET" && ["style", "script", "image"].includes(event.request.destination)) {
          event.respondWith(fileTaken(reader, event.request, path));
        }
      });
    },
  };
})();
