// The message field: completion, history, several lines, a draft that survives a reload.

import { newKey, post, sentence, surely, toast } from "./api.js";
import { pending } from "./messages.js";
import { Offers } from "./offers.js";

const field = document.getElementById("composer");
const form = document.getElementById("compose");
const { as, room } = document.body.dataset;
const draftAt = `bailey-draft:${as}:${room}`;
const historyAt = `bailey-said:${as}`;

const said = JSON.parse(localStorage.getItem(historyAt) || "[]");
let at = said.length;
let unsent = "";
const offers = new Offers(
  field,
  document.getElementById("offers"),
  async (signal) => {
    const line = field.value;
    if (!line.trim() || line.includes("\n") || line.length > 500 || field.selectionStart !== line.length) return [];
    const { choices } = await post("complete", { line }, signal);
    return choices.filter((choice) => choice.value !== line);
  },
  (choice) => { setText(choice.value); offers.soon(); },
);

function grow() {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

function setText(text) {
  field.value = text;
  field.setSelectionRange(text.length, text.length);
  sessionStorage.setItem(draftAt, text);
  grow();
}

export function fill(line) {
  setText(line);
  field.focus();
  offers.soon();
}

function remember(text) {
  if (said.at(-1) !== text && text.length < 4000) said.push(text);
  said.splice(0, said.length - 100);
  localStorage.setItem(historyAt, JSON.stringify(said));
  at = said.length;
}

function back(event) {
  const before = field.value.slice(0, field.selectionStart);
  const after = field.value.slice(field.selectionEnd);
  if (event.key === "ArrowUp" && !before.includes("\n") && at > 0) {
    if (at === said.length) unsent = field.value;
    at -= 1;
  } else if (event.key === "ArrowDown" && !after.includes("\n") && at < said.length) at += 1;
  else return;
  event.preventDefault();
  setText(at === said.length ? unsent : said[at]);
}

async function send(finished) {
  const text = field.value;
  if (!text.trim()) return;
  offers.close();
  const key = newKey();
  setText("");
  const clear = pending(text.trim());
  try {
    const answer = await surely(() => post("say", { key, text }));
    remember(text.trim());
    clear();
    finished(answer);
  } catch (error) {
    clear();
    if (!field.value) setText(text);
    toast(sentence(error));
  }
}

export function begin(finished) {
  setText(sessionStorage.getItem(draftAt) || "");
  field.addEventListener("input", () => {
    sessionStorage.setItem(draftAt, field.value);
    at = said.length;
    grow();
    offers.soon();
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || offers.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send(finished);
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") back(event);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(finished);
    field.focus();
  });
  document.addEventListener("keydown", (event) => {
    // Typing anywhere that is not a field goes to the composer.
    const free = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== " ";
    if (free && document.activeElement === document.body) field.focus();
  });
}

