// Forms from the table of kinds that the page brings (sessions/device_kinds.py): a new kind of fact needs nothing here.
import { find, findAll, inLanguage, make, word } from "./dom.js";

let number = 0;

// What stands at a path of a payload: marks.clear.
export const standingAt = (payload, path) => path.split(".").reduce((inner, step) => (inner ? inner[step] : undefined), payload);

// The field of one thing that is asked; ``value`` is what stands.
export function field(asked, value) {
  const id = "field-" + ++number;
  const help = asked.help ? make("span", { class: "field__help", id: id + "-help" }, asked.help) : null;
  const shared = { id, name: asked.name, "data-type": asked.type, required: asked.required, "aria-describedby": help && id + "-help" };
  if (asked.type === "choice") {
    return make("fieldset", { class: "field device-choices" }, make("legend", { class: "field__label" }, asked.label), help,
      ...asked.choices.map(([code, label]) => choice(asked, code, label, value)));
  }
  if (asked.type === "yes") {
    const tick = make("input", { type: "checkbox", name: asked.name, "data-type": "yes", required: asked.required, checked: value === true });
    return make("label", { class: "choice" }, tick, make("span", {}, asked.label));
  }
  const given = value === null || value === undefined ? "" : value;
  const input = asked.type === "lines"
    ? make("textarea", { ...shared, rows: 4, maxlength: asked.most || 1000 })
    : make("input", asked.type === "number"
      ? { ...shared, type: "number", inputmode: "numeric", min: 0, max: asked.most || 2000 }
      : { ...shared, type: "text", maxlength: asked.most || 120, autocomplete: "off" });
  input.value = given;
  return make("div", { class: "field" }, make("label", { class: "field__label", for: id }, asked.label), help, input);
}

function choice(asked, code, label, value) {
  const input = make("input", { type: "radio", name: asked.name, value: code, "data-type": "choice", required: asked.required, checked: value === code });
  return make("label", { class: "choice" }, input, make("span", {}, label));
}

// What the form says: {payload}, or {problem, input} with the first field that cannot stand.
export function read(form) {
  const payload = {};
  for (const input of findAll(form, "[data-type]")) {
    if (!input.checkValidity()) return { problem: input.validationMessage || word("fill_in"), input };
    const steps = input.name.split(".");
    const last = steps.pop();
    const inner = steps.reduce((outer, step) => (outer[step] = outer[step] || {}), payload);
    if (input.dataset.type === "choice") {
      if (!(last in inner)) inner[last] = "";
      if (input.checked) inner[last] = input.value;
    } else if (input.dataset.type === "yes") {
      inner[last] = input.checked;
    } else if (input.dataset.type === "number") {
      inner[last] = input.value === "" ? null : Number(input.value);
    } else {
      inner[last] = input.value.trim();
    }
  }
  return { payload };
}

// The questions of the room's test, with a number per answer.
export function handsFields(test, counts) {
  return test.map((question, index) => make("fieldset", { class: "question" },
    make("legend", { class: "question__prompt" }, make("span", { class: "question__number" }, String(index + 1)), make("span", {}, inLanguage(question.prompt))),
    ...question.options.map((option) => {
      const name = question.id + "/" + option.id;
      const id = "field-" + ++number;
      const input = make("input", { id, name, type: "number", inputmode: "numeric", min: 0, max: 2000, "data-hands": true });
      const standing = counts && counts[question.id] && counts[question.id][option.id];
      input.value = standing || standing === 0 ? standing : "";
      return make("div", { class: "device-hands" }, make("label", { for: id }, inLanguage(option.text)), input);
    })));
}

// {counts}, or {problem, input} when more hands were raised than people answered.
export function readHands(form, test, people) {
  const counts = {};
  for (const question of test) {
    const inputs = findAll(form, "[data-hands]").filter((input) => input.name.startsWith(question.id + "/"));
    counts[question.id] = Object.fromEntries(inputs.map((input) => [input.name.split("/")[1], Number(input.value) || 0]));
    const hands = Object.values(counts[question.id]).reduce((sum, count) => sum + count, 0);
    if (hands > people) return { problem: word("too_many_hands", { hands, people }), input: inputs[0] };
  }
  return { counts };
}

// The questions for one ticket: one answer each, or none.
export function answersFields(test, answers) {
  return test.map((question, index) => make("fieldset", { class: "question device-choices" },
    make("legend", { class: "question__prompt" }, make("span", { class: "question__number" }, String(index + 1)), make("span", {}, inLanguage(question.prompt))),
    ...question.options.map((option) => make("label", { class: "choice" },
      make("input", { type: "radio", name: String(question.id), value: option.id, checked: answers && answers[question.id] === option.id }), make("span", {}, inLanguage(option.text))))));
}

export function readAnswers(form, test) {
  return Object.fromEntries(test.map((question) => {
    const chosen = findAll(form, "input:checked").find((input) => input.name === String(question.id));
    return [question.id, chosen ? chosen.value : null];
  }));
}

export function complain(form, { problem, input }) {
  const place = find(form, "[data-problem]");
  place.textContent = problem;
  place.hidden = false;
  if (input) input.focus();
}
