// The gallery: tabs, copying, and finding an example.

import { arrows, copy, select } from "./payloads.js";

for (const box of document.querySelectorAll(".payload")) {
  const tabs = box.querySelector(".tabs");
  tabs.addEventListener("keydown", arrows);
  tabs.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) {
      select(tabs, tab);
      for (const panel of box.querySelectorAll("pre")) panel.hidden = panel.id !== tab.getAttribute("aria-controls");
    }
    if (event.target.closest(".copy")) copy(box.querySelector("pre:not([hidden])").textContent);
  });
}

const find = document.getElementById("find");
find.addEventListener("input", () => {
  const wanted = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  const examples = [...document.querySelectorAll(".example")];
  for (const each of examples) each.hidden = !wanted.every((word) => each.dataset.find.includes(word));
  document.getElementById("none").hidden = examples.some((each) => !each.hidden);
});
