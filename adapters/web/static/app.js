// The chat page, put together: who listens to what.

import { newKey, post, sentence, surely, toast } from "./api.js";
import * as composer from "./composer.js";
import * as dialogs from "./dialogs.js";
import * as drop from "./drop.js";
import * as messages from "./messages.js";
import * as payloads from "./payloads.js";
import { listen } from "./stream.js";
import * as travel from "./travel.js";

const homeView = document.getElementById("home-view");
let homeTimer = 0;

async function refreshHome() {
  try {
    const { html } = await post("home", { key: newKey(), in: homeView.dataset.room });
    homeView.replaceChildren(messages.parse(html));
  } catch (error) {
    homeView.textContent = sentence(error);
  }
}

// Several changes in a row are one refresh.
function homeSoon() {
  clearTimeout(homeTimer);
  homeTimer = setTimeout(refreshHome, 400);
}

function finished(answer) {
  messages.putAll(answer.messages);
  if (answer.messages.length) messages.toEnd();
  dialogs.shown(answer);
  if (answer.done) homeSoon();
}

async function press(button) {
  if (button.getAttribute("aria-busy") === "true") return;
  const { dataset } = button;
  if (dataset.confirmTitle && !(await dialogs.ask(dataset, button.classList.contains("danger")))) return;
  button.setAttribute("aria-busy", "true");
  const nonce = button.closest(".view").dataset.nonce;
  const message = button.closest(".message")?.id || "";
  const key = newKey();
  try {
    finished(await surely(() => post("press", { key, line: dataset.press, nonce, message })));
  } catch (error) {
    toast(sentence(error));
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function drawer(id, open) {
  document.getElementById(id).classList.toggle("open", open);
  document.getElementById("shade").hidden = !open;
  if (open) document.getElementById(id).querySelector("a, button")?.focus();
  else document.querySelector(`[data-toggle="${id}"]`)?.focus();
}

const closeDrawers = () => {
  for (const id of ["side", "home"]) if (document.getElementById(id).classList.contains("open")) drawer(id, false);
};

document.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest(selector);
  if (on("[data-press]")) press(on("[data-press]"));
  if (on("[data-fill]")) { closeDrawers(); composer.fill(on("[data-fill]").dataset.fill); }
  if (on("[data-peek]")) payloads.toggle(on("[data-peek]"));
  if (on("[data-home]")) refreshHome();
  if (on("[data-toggle]")) drawer(on("[data-toggle]").dataset.toggle, true);
  if (on("[data-close]")) drawer(on("[data-close]").dataset.close, false);
  if (on("#shade") || on(".home [data-press]")) closeDrawers();
  const who = document.querySelector("details.who[open]");
  if (who && !on(".who")) who.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  closeDrawers();
  const who = document.querySelector("details.who[open]");
  if (who) { who.open = false; who.querySelector("summary").focus(); }
});

messages.begin();
composer.begin(finished);
dialogs.begin(finished);
drop.begin(finished);
travel.begin();
listen(homeSoon);
refreshHome();
document.body.dataset.ready = "yes";
