// Steps to be ordered: adds keys that move a step up or down. Without this script each step has a list with its place.
for (const list of document.querySelectorAll("[data-ordering]")) {
  const rows = () => [...list.querySelectorAll(".pair--place")];
  const number = () => rows().forEach((row, place) => {
    row.querySelector("select").value = String(place + 1);
    const [up, down] = row.querySelectorAll("button");
    up.disabled = place === 0;
    down.disabled = place === rows().length - 1;
  });
  const move = (row, to, button) => {
    const other = rows()[to];
    if (!other) return;
    rows().indexOf(row) < to ? other.after(row) : other.before(row);
    number();
    (button.disabled ? row.querySelector("button:not(:disabled)") : button).focus();
  };
  // What was chosen before stands in its order; a list that nobody has touched keeps its empty places.
  rows().filter((row) => row.querySelector("select").value)
    .sort((a, b) => a.querySelector("select").value - b.querySelector("select").value)
    .reverse().forEach((row) => list.prepend(row));
  for (const row of rows()) {
    const keys = document.createElement("span");
    keys.className = "pair__keys";
    const text = row.querySelector("label").textContent;
    for (const [step, sign, says] of [[-1, "↑", list.dataset.up], [1, "↓", list.dataset.down]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "pair__key";
      button.textContent = sign;
      button.setAttribute("aria-label", `${says}: ${text}`);
      button.addEventListener("click", () => move(row, rows().indexOf(row) + step, button));
      keys.append(button);
    }
    row.append(keys);
  }
  list.classList.add("ordering--moving");
}
