// How far sending is, what to look at, the file for somebody who carries it, and the end.
import { fill, find, make, say, when, word } from "./dom.js";
import { moveToSession, setAside } from "./facts.js";
import { finish, remove } from "./pack.js";
import { app, at, go, kindOf, show, signIn } from "./shell.js";
import { fileOf } from "./upload.js";

export function sending(open) {
  const done = open.rows.filter((row) => ["done", "held", "set-aside"].includes(row.state)).length;
  const look = open.rows.filter((row) => (row.state === "refused" && row.code !== "clock") || row.state === "held");
  const element = fill("sending", {
    state: open.rows.length ? word("sent_of", { sent: done, of: open.rows.length }) : word("nothing_written"),
    trouble: troubleOf(),
    listed: look.length ? undefined : null,
    open: look.length ? look.map((row) => lookedAt(open, row)) : undefined,
    ending: word(open.finished ? "ending_soon" : "ending", { n: open.unsent }),
  });
  const astray = open.rows.filter((row) => row.state === "refused" && row.code === "clock");
  const clock = find(element, "[data-clock]");
  clock.hidden = !astray.length;
  find(clock, "p").textContent = word("clock_astray", { n: astray.length, when: when(open.head.session.starts_at) });
  find(element, "[data-act=clock]").addEventListener("click", async () => {
    await moveToSession(app.key, astray, open.head.session.starts_at);
    app.exchange();
    app.route();
  });
  find(element, "progress").max = Math.max(1, open.rows.length);
  find(element, "progress").value = done;
  find(element, "[data-act=send]").addEventListener("click", app.exchange);
  find(element, "[data-act=file]").addEventListener("click", () => saveFile(open));
  find(element, "[data-act=finish]").addEventListener("click", () => end(open));
  show(element);
}

function troubleOf() {
  if (!app.trouble) return null;
  if (app.trouble.code === "sign-in") return make("span", {}, word("sign_in_to_send"), " ", signIn());
  return app.trouble.message || word("network_to_send");
}

// What was refused or held, with what to do: the server's sentence says it.
function lookedAt(open, row) {
  const one = kindOf(row.fact.kind);
  const found = open.register.lines.find((known) => known.entry === row.fact.entry);
  const number = row.fact.payload.ticket || (found && found.ticket);
  const again = row.fact.entry && found ? at(open, "line", row.fact.entry) : at(open, one && one.screen === "register" ? "register" : "session");
  return make("li", { class: "panel block" }, make("h3", { class: "panel__title" }, (number ? "#" + number + " " : "") + (one ? one.title : row.fact.kind)),
    make("p", {}, row.message || word(row.state === "held" ? "is_held" : "is_refused")),
    row.state === "held" ? null : make("p", { class: "device-marks" }, make("a", { class: "button button--secondary", href: again }, word("write_again")),
      make("button", { class: "button button--link", click: async () => { await setAside(row); app.route(); } }, word("leave_out"))));
}

async function saveFile(open) {
  const file = await fileOf(app.key, app.device, open.head);
  if (!file) return say(word("all_sent"));
  if (navigator.canShare && navigator.canShare({ files: [file] })) {
    try {
      return await navigator.share({ files: [file] });
    } catch (error) {
      if (error.name === "AbortError") return null;
    }
  }
  const link = make("a", { href: URL.createObjectURL(file), download: file.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  return say(word("file_saved", { name: file.name }));
}

async function end(open) {
  await finish(open.session);
  if (!open.unsent && open.rows.every((row) => row.state !== "waiting")) {
    await remove(open.session);
    say(word("removed", { title: open.head.session.title }));
    go("#/");
  }
  return app.exchange();
}
