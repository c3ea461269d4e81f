// Courses to read without a network. Each stands in a store of its own, "taken-open-..." or, when it was fetched with an account,
// "taken-mine-...", which goes with the sign-out. The service worker (js/offline/worker/core.js) shows them when there is no network.
import { keepLayer } from "./offline/keep.js";

const RECORD = "/taken-along/record"; // inside a store: what it holds
const LAYER = "reader";
const able = "serviceWorker" in navigator && window.isSecureContext && "caches" in window && !/MicroMessenger/i.test(navigator.userAgent);
const find = (selector, within = document) => within.querySelector(selector);
const filled = (text, values) => Object.entries(values).reduce((all, [name, value]) => all.replace(":" + name, value), text);

class NotOpen extends Error {}
class Full extends Error {}

function sized(bytes) {
  const units = bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: units[1], maximumFractionDigits: bytes < 1e6 ? 0 : 1 }).format(units[0]);
}

async function fetched(address, open) {
  const answer = await fetch(address, { credentials: open ? "omit" : "same-origin", cache: "no-cache" });
  if (!answer.ok || answer.redirected) throw new NotOpen(address);
  return answer;
}

async function put(store, address, answer) {
  try { await store.put(address, answer); } catch (error) {
    if (error.name === "QuotaExceededError") throw new Full();
    throw error;
  }
}

// The page as it is kept: says so, has nothing that sends, and the smallest picture or its words.
function readable(html, size) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const one of page.querySelectorAll("main form, .site-header form, [data-resume], .private-note, noscript")) one.remove();
  for (const image of page.querySelectorAll("main img[src]")) {
    const smallest = (image.srcset || "").split(",").map((one) => one.trim().split(/\s+/)).filter((one) => one[1])
      .sort((a, b) => parseInt(a[1], 10) - parseInt(b[1], 10))[0];
    if (smallest) image.setAttribute("src", smallest[0]);
    for (const name of ["srcset", "sizes", "loading"]) image.removeAttribute(name);
    if (size === "text" && !image.getAttribute("src").startsWith("/static/")) {
      const words = page.createElement("p");
      words.textContent = image.alt;
      if (image.alt) image.replaceWith(words); else image.remove();
    }
  }
  const note = page.createElement("p");
  note.className = "notice notice--info";
  note.lang = document.documentElement.lang;
  note.textContent = filled(find("[data-kept]").dataset.kept, { day: new Date().toLocaleDateString(note.lang) });
  page.querySelector("main .wrap").prepend(note);
  return page;
}

function filesOf(page) {
  const found = [...page.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src], main img[src]")];
  return [...new Set(found.map((one) => one.getAttribute("href") || one.getAttribute("src")))].filter((one) => one.startsWith("/"));
}

async function takePage(store, one, plan, size) {
  const answer = await fetched(one.address, plan.open);
  const page = readable(await answer.text(), size);
  for (const file of filesOf(page)) {
    if (!(await store.match(file))) await put(store, file, await fetched(file, plan.open));
  }
  const html = "<!doctype html>" + page.documentElement.outerHTML;
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  const policy = answer.headers.get("Content-Security-Policy");
  if (policy) headers["Content-Security-Policy"] = policy;
  for (const address of [one.address, ...one.also]) await put(store, address, new Response(html, { headers }));
}

export const storeName = (plan) => ["taken", plan.open ? "open" : "mine", plan.language, plan.key].join("-");

async function recordOf(store) {
  const kept = await store.match(RECORD);
  return kept ? kept.json() : null;
}

async function sizeOf(store) {
  let total = 0;
  for (const request of await store.keys()) total += (await (await store.match(request)).blob()).size;
  return total;
}

// Fetches what is missing or has changed; goes on where it broke off. ``onPage(done, all)`` after each page.
export async function takeAlong(address, size, onPage) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (answer.status === 404) throw new NotOpen();
  if (!answer.ok) throw new Error(answer.status);
  const plan = await answer.json();
  const store = await caches.open(storeName(plan));
  const before = (await recordOf(store)) || { have: {} };
  const have = before.size === size ? before.have : {};
  const record = { plan: address, title: plan.title, address: plan.address, size, all: plan.pages.length, have, when: before.when };
  const note = async () => put(store, RECORD, new Response(JSON.stringify(record)));
  let changed = 0;
  for (const one of plan.pages) {
    if (have[one.address] !== one.version) {
      await takePage(store, one, plan, size);
      have[one.address] = one.version;
      changed += 1;
      record.when = Date.now();
      await note();
    }
    onPage(Object.keys(have).length, plan.pages.length);
  }
  const now = new Set(plan.pages.map((one) => one.address));
  for (const gone of Object.keys(have).filter((one) => !now.has(one))) {
    delete have[gone];
    await store.delete(gone);
  }
  await note();
  return { changed, bytes: await sizeOf(store) };
}

async function forget(address) {
  for (const name of await stores()) {
    const record = await recordOf(await caches.open(name));
    if (record && record.plan === address) await caches.delete(name);
  }
}

const stores = async () => (await caches.keys()).filter((name) => name.startsWith("taken-"));

function choosing(place) {
  const form = find("[data-choose]", place), says = find("[data-says]", place), bar = find("progress", place);
  let going = false;
  async function go() {
    if (going) return;
    going = true;
    find("button", form).disabled = true;
    bar.hidden = false;
    try {
      if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
      await keepLayer(place.dataset.worker, LAYER);
      const taken = await takeAlong(place.dataset.plan, form.elements.size.value, (done, all) => {
        bar.value = done / all;
        says.textContent = filled(says.dataset.going, { done, all });
      });
      says.textContent = filled(says.dataset.done, { size: sized(taken.bytes) });
      window.removeEventListener("online", go);
    } catch (error) {
      if (error instanceof NotOpen) await forget(place.dataset.plan);
      says.textContent = error instanceof Full ? says.dataset.full : error instanceof NotOpen ? says.dataset.gone : says.dataset.broken;
      window.addEventListener("online", go);
    }
    going = false;
    find("button", form).disabled = false;
  }
  form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
  place.hidden = false;
  find("[data-not-here]").hidden = true;
}

async function listing(place) {
  const list = find("[data-list]", place);
  list.replaceChildren();
  for (const name of await stores()) {
    const store = await caches.open(name);
    const record = await recordOf(store);
    if (!record) continue;
    const card = find("[data-one]", place).content.cloneNode(true).firstElementChild;
    const link = find("h2 a", card);
    link.href = record.address;
    link.textContent = record.title;
    find(".visually-hidden", card).textContent = ": " + record.title;
    const done = Object.keys(record.have).length;
    const day = new Date(record.when).toLocaleDateString(document.documentElement.lang);
    const words = [filled(place.dataset.size, { size: sized(await sizeOf(store)), day })];
    if (done < record.all) words.push(filled(place.dataset.part, { done, all: record.all }));
    find(".muted", card).textContent = words.join(". ");
    find("button", card).addEventListener("click", async () => { await caches.delete(name); listing(place); });
    list.append(card);
  }
  find("[data-none]", place).hidden = list.children.length > 0;
  find("[data-all]", place).hidden = list.children.length < 2;
  const estimate = navigator.storage && navigator.storage.estimate ? await navigator.storage.estimate() : null;
  const room = find("[data-room]", place);
  room.hidden = !estimate || !list.children.length;
  if (estimate) room.textContent = filled(room.dataset.words, { used: sized(estimate.usage) });
}

// With a network: what changed since is fetched, what is not open any more goes.
async function bringUpToDate(place) {
  let reached = true;
  for (const name of await stores()) {
    const record = await recordOf(await caches.open(name));
    if (!record) continue;
    try {
      await takeAlong(record.plan, record.size, () => {});
    } catch (error) {
      if (error instanceof NotOpen) await caches.delete(name);
      else reached = false;
    }
  }
  await listing(place);
  find("[data-fresh]", place).hidden = !reached || !navigator.onLine;
}

async function start() {
  const take = find("[data-take-along]"), taken = find("[data-taken-along]");
  if (take && able) choosing(take);
  else if (take && /MicroMessenger/i.test(navigator.userAgent)) {
    find("[data-wechat]").hidden = false;
    find("[data-other]").hidden = true;
  }
  if (!taken || !("caches" in window)) return;
  find("[data-off]").hidden = location.pathname.endsWith("/taken-along/");
  find("[data-all] button", taken).addEventListener("click", async () => {
    await Promise.all((await stores()).map((name) => caches.delete(name)));
    listing(taken);
  });
  await listing(taken);
  if (able) bringUpToDate(taken);
}

start();
