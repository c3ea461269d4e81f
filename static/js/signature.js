// A signature drawn with finger, pen or mouse becomes the path of the pen in a hidden field. Without it, paper does.
for (const area of document.querySelectorAll("[data-signature]")) {
  const field = document.getElementById(area.dataset.signature);
  const path = area.querySelector("path");
  const wrap = area.closest("[data-signature-wrap]");
  wrap.hidden = false;
  let drawing = false;
  const point = (event) => {
    const box = area.getBoundingClientRect();
    const x = Math.round(((event.clientX - box.left) / box.width) * 300);
    const y = Math.round(((event.clientY - box.top) / box.height) * 100);
    return `${x} ${y}`;
  };
  const add = (sign, event) => {
    if (field.value.length > 19000) return;
    field.value += `${field.value ? " " : ""}${sign}${point(event)}`;
    path.setAttribute("d", field.value);
  };
  area.addEventListener("pointerdown", (event) => {
    drawing = true;
    area.setPointerCapture(event.pointerId);
    add("M", event);
    event.preventDefault();
  });
  area.addEventListener("pointermove", (event) => {
    if (drawing) add("L", event);
  });
  area.addEventListener("pointerup", () => { drawing = false; });
  wrap.querySelector("[data-signature-clear]").addEventListener("click", () => {
    field.value = "";
    path.setAttribute("d", "");
  });
}
