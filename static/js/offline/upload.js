// Brings facts to the server, in parts, in the order they were written. Stopped anywhere, it begins again with what has no receipt.
import { factsOf, mark } from "./facts.js";
import { Refused, askOrders, sendFacts } from "./network.js";
import { all, get, write } from "./store.js";
import { noteRemoved, remove, unsentOf } from "./pack.js";
import { sealFile } from "./vault.js";

const PART = 25;
const STANDS_ON_ANOTHER = ["no-entry", "notice-first", "corrects"]; // may become true once the other has arrived

// Sends what waits; ``progress(sent, of)`` after each part. Throws what the network threw.
export async function send(key, device, session, progress = () => {}) {
  let tried = new Set();
  for (;;) {
    const rows = await factsOf(key, session);
    const open = rows.filter((row) => isOpen(row) && !tried.has(row.uuid));
    if (!open.length) return;
    const part = open.slice(0, PART);
    const answer = await sendFacts(session, device, part.map((row) => row.fact));
    await mark(part, answer.receipts);
    part.forEach((row) => tried.add(row.uuid));
    const news = answer.receipts.some((receipt) => receipt.status === "accepted");
    if (news) tried = new Set(Array.from(tried).filter((uuid) => !refusedForNow(rows, uuid)));
    progress(rows.length - open.length + part.length, rows.length);
  }
}

function isOpen(row) {
  return row.state === "waiting" || (row.state === "refused" && STANDS_ON_ANOTHER.includes(row.code));
}

function refusedForNow(rows, uuid) {
  const row = rows.find((one) => one.uuid === uuid);
  return row && row.state === "refused";
}

// The file of everything that has no receipt yet, sealed; null when there is nothing.
export async function fileOf(key, device, head, now = new Date()) {
  const session = head.session.uuid;
  const rows = (await factsOf(key, session)).filter((row) => row.state === "waiting" || row.state === "refused");
  if (!rows.length) return null;
  const content = await sealFile(head.key, device, { session, device, facts: rows.map((row) => row.fact) });
  const name = "session-" + session.slice(0, 8) + "-" + now.toISOString().slice(0, 16).replace(/[:T]/g, "-") + ".json";
  return new File([content], name, { type: "application/json" });
}

// Asks what to remove and says what was removed. ``{revoked, remove, now}``; needs no passphrase and no sign-in.
export async function obey(device) {
  const removed = (await get("settings", "removed")) || [];
  const orders = await askOrders(device, removed);
  await write(["settings"], (store) => {
    const request = store("settings").get("removed");
    request.onsuccess = () => store("settings").put((request.result || []).filter((one) => !removed.includes(one)), "removed");
  });
  for (const session of orders.remove) {
    const held = (await all("packs")).some((row) => row.session === session);
    if (!held) await noteRemoved(session);
    else if (!(await unsentOf(session))) await remove(session);
  }
  return orders;
}

export { Refused };
