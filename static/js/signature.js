// A signature drawn on the screen goes into a hidden field. Without a script, paper does.
import { pen } from "./pen.js";

for (const area of document.querySelectorAll("[data-signature]")) {
  const field = document.getElementById(area.dataset.signature);
  const wrap = area.closest("[data-signature-wrap]");
  wrap.hidden = false;
  const clear = pen(area, (path) => { field.value = path; });
  wrap.querySelector("[data-signature-clear]").addEventListener("click", clear);
}
