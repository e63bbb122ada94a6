// The demo's clock: what time it is there, and putting it forward.

import { post, sentence, toast } from "./api.js";
import { ask } from "./dialogs.js";

const clock = document.getElementById("clock");
const shown = document.getElementById("now");
const format = new Intl.DateTimeFormat("en-GB", {
  weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
});
let ahead = 0; // milliseconds between this machine's clock and the demo's

const now = () => new Date(Date.now() + ahead);

function said(at) {
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part.weekday} ${part.day} ${part.month} ${part.year} ${part.hour}:${part.minute}`;
}

const two = (number) => String(number).padStart(2, "0");
const day = (at) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

function show() {
  const at = now();
  shown.textContent = said(at);
  shown.dateTime = at.toISOString();
  const earliest = new Date(at);
  earliest.setDate(earliest.getDate() + 1);
  document.forms["clock-date"].elements.on.min = day(earliest);
}

export function set(iso) {
  if (!clock) return;
  ahead = new Date(iso).getTime() - Date.now();
  show();
}

const pick = clock?.querySelector(".clock-pick");

function open(yes) {
  clock.classList.toggle("open", yes);
  clock.querySelector("[data-clock-more]").setAttribute("aria-expanded", String(yes));
}

async function travel(body, button) {
  if (clock.getAttribute("aria-busy") === "true") return;
  clock.setAttribute("aria-busy", "true");
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await post("travel", body);
    if (body.to === "anew") {
      toast("Beginning anew. The page loads by itself.");
      return;
    }
    set(answer.now);
    const back = clock.querySelector("[data-anew]");
    if (back) back.hidden = false;
    open(false);
    pick.open = false;
    toast(`It is ${said(now())} now.`);
  } catch (error) {
    toast(sentence(error));
  } finally {
    clock.removeAttribute("aria-busy");
    button.removeAttribute("aria-busy");
  }
}

export function begin() {
  if (!clock) return;
  set(document.body.dataset.now);
  setInterval(show, 5000);
  clock.addEventListener("click", async (event) => {
    const way = event.target.closest("[data-travel]");
    const anew = event.target.closest("[data-anew]");
    if (event.target.closest("[data-clock-more]")) open(!clock.classList.contains("open"));
    if (way) travel({ to: way.dataset.travel }, way);
    if (anew && (await ask(anew.dataset, false))) travel({ to: "anew" }, anew);
  });
  // The innermost thing that is open closes, and what opened it has the focus again.
  clock.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (pick.open) {
      pick.open = false;
      pick.querySelector("summary").focus();
    } else if (clock.classList.contains("open")) {
      open(false);
      clock.querySelector("[data-clock-more]").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (pick.open && !event.target.closest(".clock-pick")) pick.open = false;
  });
  document.forms["clock-date"].addEventListener("submit", (event) => {
    event.preventDefault();
    travel({ to: "date", on: event.target.elements.on.value }, event.submitter);
  });
}
