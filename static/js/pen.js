// A place to sign: what finger, pen or mouse draw becomes the path of the pen. ``said(path)`` hears each change.
const LONGEST = 19000;

export function pen(area, said) {
  const path = area.querySelector("path");
  let drawn = "";
  let drawing = false;
  const set = (next) => {
    drawn = next;
    path.setAttribute("d", drawn);
    said(drawn);
  };
  const add = (sign, event) => {
    if (drawn.length > LONGEST) return;
    const box = area.getBoundingClientRect();
    const x = Math.max(0, Math.round(((event.clientX - box.left) / box.width) * 300));
    const y = Math.max(0, Math.round(((event.clientY - box.top) / box.height) * 100));
    set(`${drawn}${drawn ? " " : ""}${sign}${x} ${y}`);
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
  for (const end of ["pointerup", "pointercancel"]) area.addEventListener(end, () => { drawing = false; });
  return () => set("");
}
