// What each screen shows and what its buttons write down.
import { append, lineOfTicket, nextTicket, takeNameOut } from "./facts.js";
import { answersFields, complain, field, handsFields, read, readAnswers, readHands, standingAt } from "./forms.js";
import { fill, find, inLanguage, make, page, say, when, word } from "./dom.js";
import { changePack, keepPack, openPacks } from "./pack.js";
import { Refused, askPack, askSessions } from "./network.js";
import { lesson, pages } from "./lessons.js";
import { pen } from "../pen.js";
import { sending } from "./sending.js";
import { app, at, go, kindOf, sessionOf, show, signIn, tile } from "./shell.js";

const CAME = ["present", "late", "left-early"];
const CHILDREN = ["under-14", "14-17"];
const PASS = /^[2-9A-HJ-NP-Z]{8}$/; // as payloads.py has it
const attendanceLabel = (code) => (kindOf("attended").fields[0].choices.find(([value]) => value === code) || ["", word("unmarked")])[1];

async function home() {
  const packs = await openPacks(app.key);
  const held = packs.map(({ session, head, pack }) => make("li", {}, make("a", { class: "device-tile", href: "#/s/" + session },
    make("strong", {}, head.session.title), make("span", {}, when(head.session.starts_at) + " · " + head.session.venue),
    pack ? null : make("span", { class: "badge badge--warning" }, word("time_over")))));
  const offers = make("p", { class: "muted" }, word("looking"));
  const element = fill("home", { packs: held.length ? held : [make("li", { class: "empty-state" }, word("nothing_here"))], offers, about: word("about", { device: app.device.slice(0, 8) }) });
  wipeButton(element);
  find(element, "[data-act=lock]").addEventListener("click", app.lockNow);
  show(element);
  try {
    const { sessions } = await askSessions();
    const rest = sessions.filter((one) => !packs.some((pack) => pack.session === one.uuid && pack.pack));
    offers.replaceWith(rest.length ? make("ul", { class: "plain-list device-list" }, ...rest.map(offer)) : make("p", { class: "muted" }, word("none_to_take")));
  } catch (error) {
    offers.replaceChildren(word(error instanceof Refused ? "sign_in_to_take" : "network_to_take"), " ", error instanceof Refused ? signIn() : "");
  }
}

function offer(session) {
  return make("li", {}, make("a", { class: "device-tile", href: "#/take/" + session.uuid },
    make("strong", {}, session.title), make("span", {}, when(session.starts_at) + " · " + session.venue)));
}


function wipeButton(element) {
  find(element, "[data-act=wipe]").addEventListener("click", () => { if (confirm(word("wipe_sure"))) app.wipeAll(word("wiped_here")); });
}

async function take(session) {
  try {
    const name = navigator.userAgentData ? navigator.userAgentData.platform : navigator.platform;
    await keepPack(app.key, await askPack(session, app.device, name || ""));
    say(word("taken"));
    location.replace("#/s/" + session);
  } catch (error) {
    say((error instanceof Refused && error.message) || word("network_to_take"), true);
    location.replace("#/");
  }
}

function session(open) {
  const { head, pack, register } = open;
  const tiles = pack ? tilesOf(open) : [];
  const element = fill("session", {
    title: head.session.title,
    where: when(head.session.starts_at) + " · " + head.session.venue + " · " + head.session.unit,
    status: statusOf(open),
    notice: pack && !register.notice ? notice(open, "register") : null,
    tiles,
    help: !pack || !pack.help.length ? null : pack.help.map((one) => make("li", {}, make("a", { href: "tel:" + one.phone }, make("strong", {}, one.phone), " " + inLanguage(one.names)))),
  });
  find(element, "[data-slot=status]").href = at(open, "sending");
  show(element);
}

function statusOf(open) {
  if (app.progress && app.progress.session === open.session) return word("progress", app.progress);
  const look = open.rows.filter((row) => ["refused", "held", "set-aside"].includes(row.state)).length;
  if (look) return word("to_look_at", { n: look });
  return open.unsent ? word("waiting", { n: open.unsent }) : word(open.rows.length ? "all_sent" : "nothing_written");
}

// A tile for each kind about the session, from the table in its order; the pages stand between the two tests.
function tilesOf(open) {
  const { pack, register } = open;
  const tiles = [];
  const lessons = pack.modules.some((module) => module.lessons.length);
  for (const kind of page.kinds) {
    if (kind.screen === "register") tiles.push(tile(at(open, "register"), kind.title, word("people", { n: register.lines.length, came: register.came })));
    if (kind.screen === "hands") {
      if (pack.test.length) tiles.push(tile(at(open, "hands", "before"), word("test_before"), said(register, "test-countedbefore")));
      if (lessons) tiles.push(tile(at(open, "pages"), word("pages"), ""));
      if (pack.test.length) tiles.push(tile(at(open, "hands", "after"), word("test_after"), said(register, "test-countedafter")));
    }
    if (kind.about === "session" && !kind.screen) tiles.push(tile(at(open, "kind", kind.kind), kind.title, written(open, kind)));
  }
  return tiles;
}

// A tick, or how many when each stands for itself.
function written(open, kind) {
  if (kind.once) return said(open.register, kind.kind);
  const many = open.rows.filter((row) => row.fact.kind === kind.kind && row.state !== "set-aside").length;
  return many ? String(many) : "";
}

const said = (register, subject) => (register.said.has(subject) ? "✓" : "");

function notice(open, then) {
  const element = fill("notice");
  const give = (how) => async () => {
    await append(app.key, open.session, [{ kind: "notice-given", payload: { how } }]);
    app.exchange();
    if (then) go(at(open, then));
    else app.route();
  };
  find(element, "[data-act=read]").addEventListener("click", give("read-aloud"));
  find(element, "[data-act=shown]").addEventListener("click", give("shown"));
  return element;
}

function register(open) {
  const { pack, register: known } = open;
  const kind = kindOf("entered");
  const place = placeToSign();
  const element = fill("register", {
    notice: known.notice ? null : notice(open),
    save: word("save"),
    agree: "",
    fields: kind.fields.map((asked) => field(asked, null)),
    pass: pack.takes_passes ? undefined : null,
    sign: place.element,
    count: word("people", { n: known.lines.length, came: known.came }),
    people: known.lines.slice().reverse().map((line) => person(open, line)),
  });
  const form = find(element, "form");
  const { ticket, name } = form.elements;
  ticket.value = nextTicket(pack, known);
  name.disabled = !known.notice;
  form.addEventListener("input", () => sayWhatSavingMeans(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    enter(open, form, place.drawn());
  });
  show(element);
  if (known.notice) name.focus({ preventScroll: true });
}

// Where consent is signed on the screen; ``drawn()`` is the path of the pen.
function placeToSign() {
  const element = fill("sign");
  let strokes = "";
  const clear = pen(find(element, "svg"), (path) => { strokes = path; });
  find(element, "[data-act=again]").addEventListener("click", clear);
  return { element, drawn: () => strokes };
}

// One button: with a name, a pass, or for somebody from 14 to 17, saving says that she agrees.
function sayWhatSavingMeans(form) {
  const { name, pass, age_band: age } = form.elements;
  const agrees = name.value.trim() || (pass && pass.value.trim()) || age.value === "14-17";
  find(form, "[data-slot=save]").textContent = word(agrees && !form.elements.guardian.checked ? "save_agreed" : "save");
  find(form, "#agree").textContent = agrees ? word("agree_help") : "";
}

async function enter(open, form, signature) {
  const answer = read(form);
  if (answer.problem) return complain(form, answer);
  const { ticket, name, guardian } = form.elements;
  const number = Number(ticket.value);
  if (!Number.isInteger(number) || number < 1) return complain(form, { problem: word("ticket_wrong"), input: ticket });
  if (open.register.lines.some((line) => line.ticket === number)) return complain(form, { problem: word("ticket_taken", { ticket: number }), input: ticket });
  const said = answer.payload;
  const called = name.value.trim();
  const carried = form.elements.pass ? form.elements.pass.value.trim().toUpperCase() : "";
  if (carried && !PASS.test(carried)) return complain(form, { problem: word("pass_wrong"), input: form.elements.pass });
  if (said.age_band === "under-14" && !(guardian.checked && (said.consent_reference || signature))) {
    find(form, "[data-more]").open = true;
    return complain(form, { problem: word("count_as_head"), input: null });
  }
  const agrees = called || carried || CHILDREN.includes(said.age_band);
  const payload = { ...said, ticket: number, participant: null, consent: agrees ? (guardian.checked ? "guardian" : "own") : "" };
  if (carried) payload.pass = carried;
  if (agrees && signature) payload.signed = true;
  const entry = await lineOfTicket(open.session, number);
  await append(app.key, open.session, [
    { kind: "entered", entry, payload, name: called, signature: payload.signed ? signature : "" },
    { kind: "attended", entry, payload: { attendance: "present", minutes: null } },
  ]);
  register(await sessionOf(open.session)); // the empty form first: what she types next must not be lost
  say(word("registered", { ticket: number }));
  return app.exchange();
}

function person(open, line) {
  const known = CAME.includes(line.attendance);
  return make("li", {}, make("a", { class: "device-person", href: at(open, "line", line.entry) },
    make("strong", {}, "#" + line.ticket), make("span", {}, line.name || ""),
    make("span", { class: "badge" + (known ? " badge--success" : "") }, attendanceLabel(line.attendance))),
  line.attendance === "unknown" ? make("button", { class: "button button--secondary", click: () => markHere(open, line) }, word("is_here")) : null);
}

async function markHere(open, line) {
  await append(app.key, open.session, [{ kind: "attended", entry: line.entry, payload: { attendance: "present", minutes: null } }]);
  app.exchange();
  register(await sessionOf(open.session));
}

function line(open, entry) {
  const found = open.register.lines.find((one) => one.entry === entry);
  if (!found) return go(at(open, "register"));
  const kinds = page.kinds.filter((one) => one.about === "line" && !(one.kind === "consent-withdrawn" && !found.name));
  const element = fill("line", {
    title: word("ticket", { ticket: found.ticket }),
    name: found.forgotten ? word("name_gone") : found.name || null,
    attendance: attendanceLabel(found.attendance),
    marks: null,
    tiles: kinds.flatMap((kind) => tilesOfLine(open, kind, entry)),
  });
  return show(element);
}

function tilesOfLine(open, kind, entry) {
  if (kind.screen === "answers") {
    return open.pack.test.length ? ["before", "after"].map((phase) => tile(at(open, "answers", phase + "-of-" + entry), kind.title + " · " + word("test_" + phase), said(open.register, kind.kind + phase + entry))) : [];
  }
  return [tile(at(open, "kind", kind.kind + "-of-" + entry), kind.kind === "entered" ? word("put_right") : kind.title, "")];
}

// What one ticket answered, from her sheet or said aloud.
function answers(open, what) {
  const [phase, entry] = what.split("-of-");
  const one = kindOf("test-answered");
  const about = open.register.lines.find((found) => found.entry === entry);
  if (!about) return go(at(open, "register"));
  const standing = open.register.said.get(one.kind + phase + entry);
  const element = fill("kind", { title: "#" + about.ticket + " " + word("test_" + phase), lead: null, fields: answersFields(open.pack.test, standing && standing.payload.answers), before: [] });
  const form = find(element, "form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const payload = { ...one.always, phase, answers: readAnswers(form, open.pack.test) };
    await append(app.key, open.session, [{ kind: one.kind, entry, payload, corrects: standing ? standing.uuid : null }]);
    say(word("saved"));
    app.exchange();
    return go(at(open, "line", entry));
  });
  return show(element);
}

// A form drawn from the table, for any kind; ``what`` is the kind, or kind-of-line.
function kind(open, what) {
  const [code, entry] = what.split("-of-");
  const one = kindOf(code);
  if (!one) return go(at(open));
  const standing = one.once || one.kind === "entered" ? open.register.said.get(code + (entry || "")) : null;
  const current = standing ? standing.payload : {};
  const about = entry && open.register.lines.find((found) => found.entry === entry);
  const withName = one.kind === "entered" && open.register.notice && !about.forgotten;
  const fields = one.fields.map((asked) => field(asked, standingAt(current, asked.name)));
  if (withName) fields.unshift(field({ name: "name", label: word("name"), type: "text", most: 120, help: word("agree_help") }, about.name));
  const element = fill("kind", { title: (about ? "#" + about.ticket + " " : "") + one.title, lead: one.lead || null, fields, before: [] });
  const form = find(element, "form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = read(form);
    if (answer.problem) return complain(form, answer);
    const { name = "", text = "", ...said } = answer.payload;
    const payload = { ...one.always, ...said };
    if (one.kind === "entered") Object.assign(payload, putRight(about, current, payload, name));
    if (one.kind === "entered" && payload.age_band === "under-14" && payload.consent !== "guardian") return complain(form, { problem: word("count_as_head") });
    if (one.kind === "consent-withdrawn") await forget(open, entry);
    await append(app.key, open.session, [{ kind: one.kind, entry: entry || (one.own_key ? crypto.randomUUID() : null), payload, name, text, corrects: standing ? standing.uuid : null }]);
    say(word("saved"));
    app.exchange();
    return history.length > 1 ? history.back() : go(at(open));
  });
  return show(element);
}

function putRight(about, current, payload, name) {
  const agrees = name || current.pass || CHILDREN.includes(payload.age_band);
  const consent = agrees ? ((payload.consent_reference || current.signed) && payload.age_band === "under-14" ? "guardian" : current.consent || "own") : "";
  const kept = { ...(current.pass && { pass: current.pass }), ...(current.signed && { signed: true }) };
  return { ticket: about.ticket, participant: null, consent, ...kept };
}

async function forget(open, entry) {
  await takeNameOut(app.key, open.session, entry);
  await changePack(app.key, open.session, (pack) => {
    for (const one of pack.register) if (one.entry === entry) Object.assign(one, { name: "", forgotten: true });
  });
}

function hands(open, phase) {
  const standing = open.register.said.get("test-counted" + phase);
  const current = standing ? standing.payload : {};
  const element = fill("hands", { title: word("test_" + phase), questions: handsFields(open.pack.test, current.counts) });
  const form = find(element, "form");
  form.elements.people.value = current.people || open.register.came || "";
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { people } = form.elements;
    if (!people.checkValidity()) return complain(form, { problem: people.validationMessage, input: people });
    const answer = readHands(form, open.pack.test, Number(people.value));
    if (answer.problem) return complain(form, answer);
    const payload = { phase, people: Number(people.value), counts: answer.counts };
    await append(app.key, open.session, [{ kind: "test-counted", payload, corrects: standing ? standing.uuid : null }]);
    say(word("saved"));
    app.exchange();
    return go(at(open));
  });
  show(element);
}

export const screens = { home, take, session, register, line, kind, hands, answers, pages, lesson, sending };
