// Files: dropped anywhere, pasted, or chosen with the button.

import { newKey, sentence, surely, toast, upload } from "./api.js";
import { pending } from "./messages.js";

const LARGEST = 64 * 1024 * 1024;
const veil = document.getElementById("drop-here");
const chooser = document.getElementById("file");

async function give(file, finished) {
  if (file.size > LARGEST) {
    toast("That file is larger than 64 MB. Split it and drop the parts.");
    return;
  }
  const clear = pending(file.name);
  const key = newKey();
  try {
    const answer = await surely(() => upload(file, key));
    clear();
    finished(answer);
  } catch (error) {
    clear();
    toast(sentence(error));
  }
}

async function giveAll(files, finished) {
  for (const file of files) await give(file, finished);
}

export function begin(finished) {
  const holds = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  addEventListener("dragover", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    veil.hidden = false;
  });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) veil.hidden = true; });
  addEventListener("drop", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    veil.hidden = true;
    giveAll([...event.dataTransfer.files], finished);
  });
  addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files || [])];
    if (files.length === 0) return;
    event.preventDefault();
    giveAll(files, finished);
  });
  chooser.addEventListener("change", () => {
    giveAll([...chooser.files], finished);
    chooser.value = "";
  });
  document.getElementById("attach").addEventListener("click", () => chooser.click());
}
