// What all screens share: the open vault, the place where a screen stands, and where to go next.
import { factsOf, registerOf } from "./facts.js";
import { find, make, page, word } from "./dom.js";
import { openPacks, unsentOf } from "./pack.js";

// ``route``, ``exchange``, ``wipeAll`` and ``lockNow`` are set by app.js.
export const app = { key: null, device: null, trouble: null, sending: false, progress: null };
const place = document.getElementById("screen");

export function show(element) {
  for (const image of place.querySelectorAll("[src^='blob:']")) URL.revokeObjectURL(image.src);
  place.replaceChildren(element);
  const heading = find(element, "h1");
  document.title = (heading ? heading.textContent + " | " : "") + word("app");
  window.scrollTo(0, 0);
}

// A session as the screens need it: {head, pack, rows, register, unsent}, or null when it is not on this phone.
export async function sessionOf(session) {
  const found = (await openPacks(app.key)).find((one) => one.session === session);
  if (!found) return null;
  const rows = await factsOf(app.key, session);
  const register = registerOf(found.pack || { tests: {} }, rows);
  return { ...found, rows, register, unsent: await unsentOf(session) };
}

export function go(address) {
  if (location.hash === address) return app.route();
  location.hash = address;
  return null;
}

export const kindOf = (kind) => page.kinds.find((one) => one.kind === kind);
export const at = (open, ...rest) => ["#/s", open.session, ...rest].join("/");
export const tile = (href, title, note) => make("li", {}, make("a", { class: "device-tile", href }, make("strong", {}, title), make("span", {}, note)));
export const signIn = () => make("a", { href: page.addresses.login + "?next=" + encodeURIComponent(location.pathname) }, word("sign_in"));
