// The app on the facilitator's phone: opens the vault, shows one screen per address (#/s/<session>/register), and sends whenever it can.
import { complain } from "./forms.js";
import { keepLayer } from "./keep.js";
import { fill, find, page, say, word } from "./dom.js";
import { openPacks, remove, removeOld, unsentOf } from "./pack.js";
import { all, get, put, wipe } from "./store.js";
import { Refused, obey, send } from "./upload.js";
import { createVault, openVault, shortest } from "./vault.js";
import { screens } from "./screens.js";
import { app, go, sessionOf, show } from "./shell.js";

const AGAIN = 20000; // milliseconds between two tries to send

function supported() {
  const wechat = /MicroMessenger/i.test(navigator.userAgent);
  return !wechat && "serviceWorker" in navigator && window.isSecureContext && "indexedDB" in window && crypto.subtle;
}

async function route() {
  if (!app.key) return locked();
  const [, where, session, screen = "session", what] = location.hash.split("/");
  if (where === "take") return screens.take(session);
  if (where !== "s") return screens.home();
  const open = await sessionOf(session);
  if (!open) return go("#/");
  return (screens[screen] || screens.session)(open, what);
}

async function locked() {
  const record = await get("settings", "vault");
  if (!record) return begin();
  const unsent = (await all("facts")).filter((row) => row.state === "waiting").length;
  const element = fill("locked", { waiting: unsent ? word("waiting_locked", { n: unsent }) : null });
  const form = find(element, "form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = find(form, "button");
    button.disabled = true;
    const key = await openVault(record, form.elements.passphrase.value);
    button.disabled = false;
    if (!key) return complain(form, { problem: word("wrong_passphrase"), input: form.elements.passphrase });
    return opened(key);
  });
  find(element, "[data-act=wipe]").addEventListener("click", () => { if (confirm(word("wipe_sure"))) wipeAll(word("wiped_here")); });
  show(element);
  form.elements.passphrase.focus();
  return null;
}

function begin() {
  const element = fill("begin");
  const form = find(element, "form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { passphrase, again } = form.elements;
    if (passphrase.value.length < shortest) return complain(form, { problem: word("too_short"), input: passphrase });
    if (passphrase.value !== again.value) return complain(form, { problem: word("not_the_same"), input: again });
    const { record, key } = await createVault(passphrase.value);
    await put("settings", record, "vault");
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    return opened(key);
  });
  show(element);
}

async function opened(key) {
  app.key = key;
  const packs = await openPacks(key);
  const asked = location.hash.startsWith("#/take/") || location.hash.startsWith("#/s/");
  if (!asked && packs.length === 1) go("#/s/" + packs[0].session);
  else route();
  exchange();
}

async function wipeAll(why) {
  await wipe();
  app.key = null;
  app.device = null;
  show(fill("wiped", { why }));
}

function lockNow() {
  app.key = null;
  go("#/");
}

// One round with the server: its orders, then whatever waits. Quiet when there is no network.
async function exchange() {
  if (!app.device || app.sending) return;
  app.sending = true;
  try {
    const orders = await obey(app.device);
    if (orders.revoked) return await wipeAll(word("revoked"));
    if (Math.abs(new Date(orders.now) - Date.now()) > 3600000) say(word("clock"), true);
    app.trouble = "";
    if (app.key) await sendAll(orders.remove);
  } catch (error) {
    if (error instanceof Refused && error.code === "device-revoked") return await wipeAll(word("revoked"));
    app.trouble = error instanceof Refused ? { code: error.code, message: error.message } : { code: "network", message: "" };
  } finally {
    app.sending = false;
    app.progress = null;
    refresh();
  }
}

async function sendAll(asked) {
  for (const { session, finished, head } of await openPacks(app.key)) {
    await send(app.key, app.device, session, (sent, of) => { app.progress = { session, sent, of }; refresh(); });
    const over = finished || asked.includes(session) || new Date(head.session.ends_at).getTime() + page.removeAfter < Date.now();
    if (over && !(await unsentOf(session)) && (await remove(session))) {
      say(word("removed", { title: head.session.title }));
      if (location.hash.includes(session)) go("#/");
      else if (location.hash.length < 3) route();
    }
  }
}

// The screens that show how far sending is are drawn again; a form that somebody fills in is left alone.
function refresh() {
  if (!app.key) return;
  const screen = location.hash.split("/")[3];
  if (screen === "sending" || (location.hash.startsWith("#/s/") && !screen)) route();
}

function network() {
  const line = document.getElementById("network");
  line.hidden = navigator.onLine;
  line.textContent = navigator.onLine ? "" : word("no_network");
  if (navigator.onLine) exchange();
}

Object.assign(app, { route, exchange, wipeAll, lockNow });

async function start() {
  if (!supported()) {
    const wechat = /MicroMessenger/i.test(navigator.userAgent);
    return show(fill("unsupported", { wechat: wechat || null, address: location.origin + location.pathname }));
  }
  keepLayer(page.addresses.worker, "device").catch(() => null); // tried again at the next start
  app.device = await get("settings", "device");
  if (!app.device) await put("settings", (app.device = crypto.randomUUID()), "device");
  await removeOld();
  window.addEventListener("hashchange", route);
  window.addEventListener("online", network);
  window.addEventListener("offline", network);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) exchange(); });
  setInterval(exchange, AGAIN);
  await route();
  network();
  return null;
}

start();
