// A session on this phone: ``head`` (which session, its key) is kept until everything was sent, ``body`` (register, pages, test) no longer
// than the pack says. Both are locked; beside them stands only what deleting needs without a passphrase.
import { all, get, ofSession, put, removeOf, removePack, write } from "./store.js";
import { UNSENT } from "./facts.js";
import { lock, lockBytes, unlock, unlockBytes } from "./vault.js";

const HEAD = ["session", "owner", "key", "keep_until"];

export async function keepPack(key, pack) {
  const session = pack.session.uuid;
  const body = { ...pack, tickets_before: pack.tickets_from + pack.tickets };
  const head = Object.fromEntries(HEAD.map((name) => [name, pack[name]]));
  await put("packs", {
    session,
    keepUntil: pack.keep_until,
    takenAt: pack.now,
    finished: false,
    head: await lock(key, session + "/head", head),
    body: await lock(key, session + "/body", body),
  });
}

// [{session, head, pack, finished}]; ``pack`` is null when its time ran out and only unsent records are left.
export async function openPacks(key) {
  const found = [];
  for (const row of await all("packs")) {
    const head = await unlock(key, row.session + "/head", row.head);
    found.push({ ...row, head, pack: row.body ? await unlock(key, row.session + "/body", row.body) : null });
  }
  return found.sort((one, other) => one.head.session.starts_at.localeCompare(other.head.session.starts_at));
}

export async function changePack(key, session, change) {
  const row = await get("packs", session);
  const pack = await unlock(key, session + "/body", row.body);
  change(pack);
  await put("packs", { ...row, body: await lock(key, session + "/body", pack) });
}

export async function finish(session) {
  await put("packs", { ...(await get("packs", session)), finished: true });
}

export async function unsentOf(session) {
  return (await ofSession("facts", session)).filter((row) => UNSENT.includes(row.state)).length;
}

// Takes away what was acknowledged, and the pack when nothing else is left. True when it is gone.
export async function remove(session) {
  await removeOf("media", session);
  await removeOf("facts", session, (row) => !UNSENT.includes(row.state));
  if (await unsentOf(session)) {
    const row = await get("packs", session);
    if (row) await put("packs", { ...row, body: null });
    return false;
  }
  await removePack(session);
  await noteRemoved(session);
  return true;
}

// Packs whose time ran out go, opened or not.
export async function removeOld(now = new Date()) {
  for (const row of await all("packs")) if (row.body && new Date(row.keepUntil) < now) await remove(row.session);
}

export async function noteRemoved(session) {
  await write(["settings"], (store) => {
    const request = store("settings").get("removed");
    request.onsuccess = () => store("settings").put([...(request.result || []), session], "removed");
  });
}

export async function keepMedia(key, session, address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  const type = answer.headers.get("Content-Type") || "";
  const locked = await lockBytes(key, session + address, await answer.arrayBuffer());
  await put("media", { session, address, type, ...locked });
}

// An address that only this page can read, or null when the file was not taken along. Whoever asks gives it back.
export async function mediaAddress(key, session, address) {
  const row = await get("media", [session, address]);
  if (!row) return null;
  const bytes = await unlockBytes(key, session + address, row);
  return URL.createObjectURL(new Blob([bytes], { type: row.type }));
}

export const mediaKept = async (session) => new Set((await ofSession("media", session)).map((row) => row.address));
