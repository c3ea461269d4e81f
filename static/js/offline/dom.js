// Screens are <template> elements of the page, in the reader's language; here they are filled. Text is always set as text.
export const find = (root, selector) => root.querySelector(selector);
export const findAll = (root, selector) => Array.from(root.querySelectorAll(selector));

// The first element of a template, with its ``data-slot`` elements filled: a value, or null to take the element away.
export function fill(name, slots = {}) {
  const element = document.getElementById("screen-" + name).content.firstElementChild.cloneNode(true);
  for (const slot of findAll(element, "[data-slot]")) {
    const value = slots[slot.dataset.slot];
    if (value === undefined) continue;
    if (value === null || value === false) slot.remove();
    else if (value instanceof Node) slot.replaceChildren(value);
    else if (Array.isArray(value)) slot.replaceChildren(...value);
    else if (value !== true) slot.textContent = value;
  }
  return element;
}

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const page = JSON.parse(document.getElementById("device-page").textContent);

// A word of the page in her language; ``{name}`` is replaced.
export function word(name, values = {}) {
  return page.words[name].replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
}

// The text in her language, else in any.
export function inLanguage(texts) {
  if (typeof texts === "string") return texts;
  return (texts && (texts[page.language] || Object.values(texts).find(Boolean))) || "";
}

export function when(iso) {
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  return time.format(new Date(iso));
}

export function size(bytes) {
  const mega = bytes / 1048576;
  return mega >= 1 ? mega.toFixed(1) + " MB" : Math.max(1, Math.round(bytes / 1024)) + " kB";
}

let timer = null;

// Said to everybody, read out too.
export function say(message, isBad = false) {
  const place = document.getElementById("said");
  place.textContent = message;
  place.className = "device-said" + (isBad ? " device-said--bad" : "");
  clearTimeout(timer);
  timer = setTimeout(() => { place.textContent = ""; place.className = "device-said"; }, isBad ? 12000 : 5000);
}
