// The list of messages: putting one in its place, keeping the view where the reader is.

import { attach } from "./forms.js";

const list = document.getElementById("messages");
const scroll = document.getElementById("scroll");
// What to try stands there until somebody says something; what Bailey says unasked does not take it away.
const empty = document.getElementById("empty");
const newer = document.getElementById("newer");
const here = document.body.dataset.room;
const drawn = new Map();
let following = true; // the end is in view, and stays there whatever arrives or opens above it

const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 90;

export function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
  newer.hidden = true;
}

export function parse(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.firstElementChild;
}

export function localTimes(root) {
  for (const time of root.querySelectorAll("time.at")) {
    const at = new Date(time.dateTime);
    time.textContent = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    time.title = at.toLocaleString();
  }
}

const daySaid = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });

// A line with the date wherever a new day begins, once there is more than one.
function days() {
  for (const line of list.querySelectorAll(".day")) line.remove();
  const times = [...list.querySelectorAll(".message time.at")];
  const names = times.map((time) => daySaid.format(new Date(time.dateTime)).replace(",", ""));
  if (new Set(names).size < 2) return;
  let last = "";
  times.forEach((time, at) => {
    if (names[at] === last) return;
    last = names[at];
    const line = document.createElement("p");
    line.className = "day";
    line.textContent = last;
    time.closest(".message").before(line);
  });
}

function prepare(message) {
  localTimes(message);
  for (const form of message.querySelectorAll("form.form")) attach(form);
}

// An open dialog inside a message that is being replaced stays open, with the new content.
function keepDialog(old, fresh) {
  const open = old.querySelector("dialog[open]");
  const next = fresh.querySelector("dialog");
  if (!open || !next) return;
  next.showModal();
  (next.querySelector("[aria-invalid]") || next.querySelector("input:not([type=hidden]), textarea, select"))?.focus();
}

// fresh: it was not there before; a card that is merely drawn anew calls nobody.
export function put(id, room, html, fresh = true) {
  if (room !== here) {
    if (!fresh) return;
    for (const dot of document.querySelectorAll(`.room[data-room="${CSS.escape(room)}"] .dot, .menu-dot`)) dot.hidden = false;
    return;
  }
  const old = document.getElementById(id);
  if (old && drawn.get(id) === html) return; // the answer and the live stream bring the same message
  drawn.set(id, html);
  const message = parse(html);
  const stay = following;
  prepare(message);
  if (message.classList.contains("said") || "any" in empty.dataset) empty.hidden = true;
  if (old) {
    const focused = old.contains(document.activeElement);
    old.replaceWith(message);
    keepDialog(old, message);
    if (focused && !message.contains(document.activeElement)) focusOn(message);
  } else {
    message.classList.add("new");
    const said = message.classList.contains("said") && list.querySelector(".waiting");
    if (said) said.replaceWith(message);
    else list.insertBefore(message, list.querySelector(".waiting, .thinking"));
  }
  days();
  if (stay) toEnd();
  else if (!old) newer.hidden = false;
}

function focusOn(message) {
  const target = message.querySelector(".card");
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

export function putAll(messages) {
  for (const { id, html } of messages) put(id, here, html);
}

// What a person just sent, shown before the server has answered. Returns a function that takes it away again.
export function pending(text) {
  const shown = [];
  if (text !== null) {
    const said = document.getElementById("pending").content.firstElementChild.cloneNode(true);
    said.querySelector(".bubble").textContent = text.length > 700 ? `${text.slice(0, 700)}…` : text;
    shown.push(said);
  }
  shown.push(document.getElementById("thinking").content.firstElementChild.cloneNode(true));
  empty.hidden = true;
  list.append(...shown);
  toEnd();
  return () => {
    for (const each of shown) each.remove();
    empty.hidden = Boolean(list.querySelector("any" in empty.dataset ? ".message" : ".said"));
  };
}

export function begin() {
  for (const message of list.querySelectorAll(".message")) prepare(message);
  days();
  toEnd();
  newer.addEventListener("click", toEnd);
  scroll.addEventListener("scroll", () => {
    following = atEnd();
    if (following) newer.hidden = true;
  }, { passive: true });
  new ResizeObserver(() => { if (following) toEnd(); }).observe(scroll);
}
