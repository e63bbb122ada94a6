// Opening, filling and closing the dialogs; and asking before something that hurts.

import { newKey, post, sentence, surely, toast } from "./api.js";
import { answers, attach } from "./forms.js";
import { parse } from "./messages.js";

export function show(dialog) {
  if (!dialog.open) dialog.showModal();
  const first = dialog.querySelector("[aria-invalid]") || dialog.querySelector("input:not([type=hidden]), textarea, select");
  first?.focus();
}

// A dialog that a press opened: it lives as long as it is open.
function showLoose(html) {
  const dialog = parse(html);
  document.body.append(dialog);
  for (const form of dialog.querySelectorAll("form.form")) attach(form);
  dialog.addEventListener("close", () => dialog.remove());
  show(dialog);
}

export function shown(answer) {
  if (answer.dialog) showLoose(answer.dialog);
  if (answer.opens) {
    const dialog = document.querySelector(`#${CSS.escape(answer.opens)} dialog`);
    if (dialog) show(dialog);
  }
}

// The same form again, with the errors beside the fields: it takes the place of the one that is open.
function again(dialog, html) {
  const fresh = parse(html);
  const form = dialog.querySelector(".view");
  form.replaceWith(fresh.querySelector(".view"));
  for (const each of dialog.querySelectorAll("form.form")) attach(each);
  show(dialog);
}

async function submit(form, finished) {
  const button = form.querySelector("[type=submit]");
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const dialog = form.closest("dialog");
  const { nonce } = form.closest(".view").dataset;
  const body = { key: newKey(), command: form.dataset.command, fields: answers(form), nonce, message: dialog.dataset.origin };
  try {
    const answer = await surely(() => post("fill", body));
    if (answer.dialog) {
      const open = dialog.isConnected ? dialog : document.querySelector("dialog[open]");
      again(open, answer.dialog);
      return;
    }
    dialog.close();
    finished(answer);
  } catch (error) {
    toast(sentence(error));
  } finally {
    button.removeAttribute("aria-busy");
  }
}

// The words of a button's `confirm`, as a question. Resolves to true for yes.
export function ask({ confirmTitle, confirmText, confirmYes, confirmNo }, danger) {
  const dialog = document.getElementById("ask");
  const [no, yes] = dialog.querySelectorAll("button");
  dialog.querySelector("h2").textContent = confirmTitle;
  dialog.querySelector("p").textContent = confirmText;
  no.textContent = confirmNo;
  yes.textContent = confirmYes;
  yes.className = danger ? "button danger" : "button primary";
  dialog.returnValue = "no";
  dialog.showModal();
  no.focus();
  return new Promise((decide) => {
    dialog.addEventListener("close", () => decide(dialog.returnValue === "yes"), { once: true });
  });
}

export function begin(finished) {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.form")) return;
    event.preventDefault();
    submit(event.target, finished);
  });
  document.addEventListener("click", (event) => {
    const { target } = event;
    if (target.closest("[data-cancel]")) target.closest("dialog").close();
    if (target.closest("[data-open]")) show(target.closest(".message").querySelector("dialog"));
    if (target.closest("#ask button")) document.getElementById("ask").close(target.closest("button").value);
  });
}
