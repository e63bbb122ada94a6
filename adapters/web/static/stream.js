// Live updates: what Bailey says unasked, and what this persona does in another window.

import { toast } from "./api.js";
import { put } from "./messages.js";
import { set } from "./travel.js";

export function listen(changed) {
  const { as, last } = document.body.dataset;
  const source = new EventSource(`/web/stream?${new URLSearchParams({ as, after: last })}`);
  source.addEventListener("message", (event) => {
    const { id, room, html, fresh } = JSON.parse(event.data);
    put(id, room, html, fresh);
    changed();
  });
  source.addEventListener("clock", (event) => {
    set(JSON.parse(event.data).now);
    changed();
  });
  source.addEventListener("anew", () => {
    source.close();
    const typing = document.getElementById("composer").value || document.querySelector("dialog[open]");
    if (typing) toast("Bailey started anew, and this page is older.", { label: "Reload", run: () => location.reload() });
    else location.reload();
  });
  addEventListener("pagehide", () => source.close());
}
