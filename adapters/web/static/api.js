// Talking to the server, and telling the person when that fails.

const { as, room } = document.body.dataset;
const browser = Intl.DateTimeFormat().resolvedOptions();

export const visit = () => ({ as, in: room, zone: browser.timeZone || "", locale: navigator.language || "" });

export const newKey = () => crypto.randomUUID();

export class Told extends Error {}

async function answered(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Told(body.error || "That did not work. Reload the page and try again.");
  return body;
}

export async function post(path, body = {}, signal = undefined) {
  const content = JSON.stringify({ ...visit(), ...body });
  const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: content, signal };
  return answered(await fetch(`/web/${path}`, request));
}

export async function upload(file, key) {
  const query = new URLSearchParams({ ...visit(), key, name: file.name || "file" });
  const headers = { "Content-Type": "application/octet-stream" };
  return answered(await fetch(`/web/drop?${query}`, { method: "POST", headers, body: file }));
}

// Tries once more under the same key when the connection broke: the server answers a repeated key with the same reply.
export async function surely(send) {
  try {
    return await send();
  } catch (error) {
    if (error instanceof Told || error.name === "AbortError") throw error;
    await new Promise((done) => setTimeout(done, 600));
    return send();
  }
}

export function toast(said, action = null) {
  const box = document.createElement("div");
  box.className = "toast";
  const text = document.createElement("span");
  text.textContent = said;
  box.append(text);
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action.label;
    button.addEventListener("click", () => { box.remove(); action.run(); });
    box.append(button);
  }
  document.getElementById("toasts").append(box);
  setTimeout(() => box.remove(), action ? 15000 : 7000);
}

export const sentence = (error) =>
  error instanceof Told ? error.message : "I cannot reach the server. Is it still running? Then try again.";
