// The exact payloads of a message: a row of tabs, the text, and a button that copies it.

import { post, sentence, toast } from "./api.js";

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied.");
  } catch {
    toast("The browser did not let me copy. Select the text instead.");
  }
}

export function select(tabs, tab) {
  for (const each of tabs.querySelectorAll("[role=tab]")) {
    const chosen = each === tab;
    each.setAttribute("aria-selected", String(chosen));
    each.tabIndex = chosen ? 0 : -1;
  }
}

export function arrows(event) {
  const tab = event.target.closest("[role=tab]");
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!tab || !step) return;
  const all = [...tab.parentElement.querySelectorAll("[role=tab]")];
  const next = all[(all.indexOf(tab) + step + all.length) % all.length];
  next.focus();
  next.click();
}

function make(tag, values, ...inside) {
  const node = Object.assign(document.createElement(tag), values);
  node.append(...inside);
  return node;
}

function build(message, panel) {
  const names = JSON.parse(document.body.dataset.names);
  const text = make("pre", { id: `${message.id}-payload`, tabIndex: 0, role: "tabpanel" });
  const copier = make("button", { type: "button", className: "copy" }, "Copy");
  const tabs = make("div", { className: "tabs", role: "tablist", ariaLabel: "Renderings" });
  for (const name of names) {
    const tab = make("button", { type: "button", role: "tab" }, name);
    tab.setAttribute("aria-controls", text.id);
    tab.addEventListener("click", async () => {
      select(tabs, tab);
      try {
        text.textContent = (await post("payload", { message: message.id, name })).text;
      } catch (error) {
        text.textContent = sentence(error);
      }
    });
    tabs.append(tab);
  }
  tabs.addEventListener("keydown", arrows);
  tabs.append(copier);
  copier.addEventListener("click", () => copy(text.textContent));
  panel.replaceChildren(tabs, text);
  tabs.firstElementChild.click();
}

export function toggle(button) {
  const message = button.closest(".message");
  const panel = message.querySelector(".payloads");
  panel.hidden = !panel.hidden;
  button.setAttribute("aria-expanded", String(!panel.hidden));
  if (!panel.hidden) {
    build(message, panel);
    panel.scrollIntoView({ block: "nearest" });
  }
}
