// Facts are appended and never changed; what became of one stands beside it: waiting, done, held, refused, set-aside.
// The phone does not judge. What it shows is only what was written here, on top of what the pack brought.
import { add, ofSession, put, write } from "./store.js";
import { lock, unlock, uuid5 } from "./vault.js";

export const UNSENT = ["waiting", "refused"];

// Writes facts down together: all of them are on the disk, or none. ``facts``: [{kind, payload, entry, corrects, name, text, signature}].
export async function append(key, session, facts) {
  const rows = [];
  const now = new Date().toISOString();
  for (const one of facts) {
    const fact = {
      uuid: crypto.randomUUID(),
      kind: one.kind,
      occurred_at: now,
      entry: one.entry || null,
      corrects: one.corrects || null,
      name: one.name || "",
      text: one.text || "",
      signature: one.signature || "",
      payload: one.payload || {},
    };
    rows.push({ uuid: fact.uuid, session, state: "waiting", code: "", ...(await lock(key, fact.uuid, fact)) });
  }
  await add("facts", rows);
  return rows.map((row) => row.uuid);
}

// [{seq, state, code, message, fact}] in the order of writing.
export async function factsOf(key, session) {
  const rows = await ofSession("facts", session);
  const found = [];
  for (const row of rows.sort((one, other) => one.seq - other.seq)) {
    found.push({ ...row, fact: await unlock(key, row.uuid, row) });
  }
  return found;
}

// What a receipt makes of a fact on this phone. A name that was taken back here may stand there with other content: that is done too.
export function stateAfter(row, receipt) {
  if (receipt.status === "accepted" || receipt.status === "already-received") {
    return receipt.code === "waits-for-decision" ? "held" : "done";
  }
  if (receipt.status === "held") return "held";
  if (receipt.status === "conflict") return row.nameless ? "done" : "set-aside";
  return "refused";
}

export async function mark(rows, receipts) {
  const answers = new Map(receipts.map((receipt) => [receipt.uuid, receipt]));
  await write(["facts"], (store) => {
    for (const row of rows) {
      const receipt = answers.get(row.uuid);
      if (!receipt) continue;
      const { fact, ...kept } = row;
      store("facts").put({ ...kept, state: stateAfter(row, receipt), code: receipt.code, message: receipt.message });
    }
  });
}

// The phone's clock was wrong when she wrote these down: they are moved together, so that the first was written when the session began.
export async function moveToSession(key, rows, beginsAt) {
  const first = Math.min(...rows.map((row) => Date.parse(row.fact.occurred_at)));
  const shift = Math.round((Date.parse(beginsAt) - first) / 1000);
  for (const row of rows) {
    const occurred = new Date(Date.parse(row.fact.occurred_at) + shift * 1000).toISOString();
    const { fact: before, ...kept } = row;
    await put("facts", { ...kept, state: "waiting", code: "", message: "", ...(await lock(key, row.uuid, { ...before, occurred_at: occurred, shifted: shift })) });
  }
}

export const setAside = (row) => {
  const { fact, ...kept } = row;
  return put("facts", { ...kept, state: "set-aside" });
};

// Her name goes from what is written here, now. What was said beside it stays.
export async function takeNameOut(key, session, entry) {
  for (const row of await factsOf(key, session)) {
    if (row.fact.entry !== entry || !(row.fact.name || row.fact.signature)) continue;
    const fact = { ...row.fact, name: "", signature: "", payload: unsigned(row.fact.payload) };
    const { fact: before, ...kept } = row;
    await put("facts", { ...kept, nameless: true, ...(await lock(key, row.uuid, fact)) });
  }
}

// What a line says once the signature on it is gone. A guardian's line stays one: it had her consent when it was written.
function unsigned(payload) {
  if (!payload.signed) return payload;
  const { signed, ...rest } = payload;
  return { ...rest, consent_reference: rest.consent_reference || "withdrawn" };
}

export const lineOfTicket = (session, ticket) => uuid5(session, "ticket-" + ticket);

// The register as this phone knows it: {lines, said, notice, people, last}. ``said[kind + subject]`` is what a later one corrects.
export function registerOf(pack, rows) {
  const lines = new Map((pack.register || []).map((line) => [line.entry, { ...line }]));
  const said = new Map();
  if (pack.heads && pack.heads.standing) said.set("heads-counted", { uuid: pack.heads.standing, payload: pack.heads.payload });
  for (const [phase, test] of Object.entries(pack.tests || {})) {
    if (test.standing) said.set("test-counted" + phase, { uuid: test.standing, payload: test });
  }
  for (const line of lines.values()) {
    if (line.standing) said.set("attended" + line.entry, { uuid: line.standing, payload: line });
    if (line.entered) said.set("entered" + line.entry, { uuid: line.entered, payload: line });
  }
  let notice = pack.notice_given;
  for (const { fact, state } of rows) {
    if (state === "refused" || state === "set-aside") continue;
    if (fact.kind === "notice-given") notice = true;
    if (fact.kind === "entered") {
      const line = lines.get(fact.entry) || { entry: fact.entry, attendance: "unknown" };
      lines.set(fact.entry, { ...line, ...fact.payload, name: fact.name });
    }
    const line = lines.get(fact.entry);
    if (fact.kind === "attended" && line) Object.assign(line, fact.payload);
    if (fact.kind === "consent-withdrawn" && line) Object.assign(line, { name: "", forgotten: true });
    said.set(fact.kind + (fact.payload.phase || "") + (fact.entry || ""), { uuid: fact.uuid, payload: fact.payload });
  }
  const inOrder = Array.from(lines.values()).sort((one, other) => one.ticket - other.ticket);
  const came = inOrder.filter((line) => ["present", "late", "left-early"].includes(line.attendance));
  return { lines: inOrder, said, notice, came: came.length };
}

// The ticket to propose: the next one in this phone's own block.
export function nextTicket(pack, register) {
  const own = register.lines.map((line) => line.ticket).filter((ticket) => ticket >= pack.tickets_from && ticket < pack.tickets_before);
  return Math.max(pack.tickets_from - 1, ...own) + 1;
}
