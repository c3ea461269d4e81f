// The pages of the lessons, and their pictures, sound and film: fetched when she wants them, by size.
import { fill, findAll, inLanguage, make, say, size, word } from "./dom.js";
import { keepMedia, mediaAddress, mediaKept } from "./pack.js";
import { app, at, show, tile } from "./shell.js";

export async function pages(open) {
  const { modules, media } = open.pack;
  const kept = await mediaKept(open.session);
  const element = fill("pages", {
    modules: modules.flatMap((module, first) => [make("h2", {}, inLanguage(module.headings)),
      make("ol", { class: "plain-list device-tiles" }, ...module.lessons.map((one, second) => tile(at(open, "lesson", first + "-" + second), inLanguage(one.headings), word("minutes", { n: one.minutes }))))]),
    none: media.length ? null : true,
    media: media.length ? mediaChoices(open, media, kept) : null,
  });
  return show(element);
}

// Chosen by size: pictures are few kilobytes, a film may be what her month's data allow.
function mediaChoices(open, media, kept) {
  const total = make("p", { role: "status" });
  const rows = media.map((one) => make("label", { class: "choice" },
    make("input", { type: "checkbox", value: one.address, checked: kept.has(one.address) || one.kind === "image", disabled: kept.has(one.address) }),
    make("span", {}, word("media_" + one.kind) + " · " + size(one.size) + (kept.has(one.address) ? " · " + word("kept") : ""))));
  const form = make("div", {}, ...rows, total, make("button", { class: "button button--primary", type: "button", click: () => fetchMedia(open, form) }, word("fetch")));
  const sum = () => {
    const chosen = new Set(findAll(form, "input:checked:enabled").map((input) => input.value));
    total.textContent = word("to_fetch", { size: size(media.filter((one) => chosen.has(one.address)).reduce((all, one) => all + one.size, 0)) });
  };
  form.addEventListener("input", sum);
  sum();
  return form;
}

async function fetchMedia(open, form) {
  try {
    for (const input of findAll(form, "input:checked:enabled")) await keepMedia(app.key, open.session, input.value);
    say(word("saved"));
  } catch (error) {
    say(word("network_to_take"), true);
  }
  app.route();
}

export async function lesson(open, which) {
  const [first, second] = which.split("-").map(Number);
  const one = open.pack.modules[first].lessons[second];
  const html = new DOMParser().parseFromString(inLanguage(one.html), "text/html");
  for (const element of findAll(html, "[data-media]")) {
    const address = await mediaAddress(app.key, open.session, element.dataset.media);
    if (address) element.src = address;
    else (element.closest("figure") || element).remove();
  }
  show(fill("lesson", { title: inLanguage(one.headings), note: inLanguage(one.notes) || null, body: Array.from(html.body.childNodes) }));
}
