// Fields of a form: typeahead, tokens, dates; and what they say when the form is sent.

import { post } from "./api.js";
import { Offers } from "./offers.js";

function token(value, label) {
  const box = document.createElement("span");
  box.className = "token";
  box.dataset.value = value;
  const name = document.createElement("bdi");
  name.textContent = label;
  const off = document.createElement("button");
  off.type = "button";
  off.className = "token-off";
  off.setAttribute("aria-label", `Remove ${label}`);
  off.textContent = "×";
  box.append(name, off);
  return box;
}

function typeahead(field) {
  const input = field.querySelector("input[role=combobox]");
  const tokens = field.querySelector(".tokens");
  const take = ({ value, label }) => {
    if (tokens) {
      if (![...tokens.children].some((each) => each.dataset.value === value)) tokens.append(token(value, label));
      input.value = "";
    } else {
      input.value = label;
      input.dataset.value = value;
    }
  };
  const ask = async (signal) =>
    (await post("suggest", { kind: field.dataset.kind, query: input.value.slice(0, 500) }, signal)).choices;
  const offers = new Offers(input, field.querySelector(".offers"), ask, take);
  input.addEventListener("input", () => { delete input.dataset.value; offers.soon(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Tab" && offers.active < 0) { offers.close(); return; }
    if (offers.key(event)) return;
    if (event.key === "ArrowDown") { event.preventDefault(); offers.soon(0); }
    if (event.key === "Backspace" && tokens && !input.value) tokens.lastElementChild?.remove();
    if (event.key === "Enter" && tokens && input.value.trim()) {
      event.preventDefault();
      take({ value: input.value.trim(), label: input.value.trim() });
    }
  });
  tokens?.addEventListener("click", (event) => {
    if (!event.target.closest(".token-off")) return;
    event.target.closest(".token").remove();
    input.focus();
  });
}

function calendar(field) {
  const [text, native] = field.querySelectorAll("input");
  field.querySelector("[data-calendar]").addEventListener("click", () => {
    if (/^\d{4}-\d\d-\d\d$/.test(text.value)) native.value = text.value;
    native.showPicker();
  });
  native.addEventListener("change", () => { text.value = native.value; text.focus(); });
}

export function attach(form) {
  for (const field of form.querySelectorAll(".field")) {
    if (["account", "accounts", "member", "people"].includes(field.dataset.kind)) typeahead(field);
    if (field.dataset.kind === "date") calendar(field);
  }
}

function answer(field) {
  switch (field.dataset.kind) {
    case "choices":
      return [...field.querySelectorAll("input:checked")].map((input) => input.value).join("\n");
    case "account":
    case "member": {
      const input = field.querySelector("input");
      return input.dataset.value ?? input.value.trim();
    }
    case "accounts":
    case "people": {
      const picked = [...field.querySelectorAll(".token")].map((each) => each.dataset.value);
      return [...picked, field.querySelector("input").value.trim()].filter(Boolean).join("\n");
    }
    default:
      return field.querySelector("input, textarea, select").value;
  }
}

export function answers(form) {
  const fields = {};
  for (const input of form.querySelectorAll("input[type=hidden]")) fields[input.name] = input.value;
  for (const field of form.querySelectorAll(".field")) fields[field.dataset.name] = answer(field);
  return fields;
}
