// The inbox: tickets come and go by themselves; j and k go through them.
import { onQueue, refresh, soon } from "./live.js";
import { tick } from "./timers.js";

const known = new Set(ids());

function ids() {
  return [...document.querySelectorAll(".ticket")].map((ticket) => ticket.id);
}

const update = soon(async () => {
  if (!(await refresh("queue"))) return;
  for (const id of ids()) {
    if (!known.has(id)) document.getElementById(id).classList.add("fresh");
    known.add(id);
  }
  tick();
});

// The first whole queue is what the page shows already, unless something happened in between.
onQueue(update);

document.addEventListener("keydown", (event) => {
  if (!["j", "k"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select") || document.querySelector("dialog[open]")) return;
  const rows = [...document.querySelectorAll(".ticket .row")];
  const at = rows.indexOf(document.activeElement);
  const next = event.key === "j" ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0);
  rows[next]?.focus();
  rows[next]?.closest(".ticket").scrollIntoView({ block: "nearest" });
});
