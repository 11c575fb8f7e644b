// A topic: the preview follows what is written, values are put in where the cursor stands, nothing written is lost.
import { filterBy } from "./find.js";

const PAUSE = 350;

const form = document.getElementById("draft");
const answer = document.getElementById("answer");
let timer = 0;
let asked = 0;
let changed = false;

async function preview() {
  const number = ++asked;
  const body = new URLSearchParams(new FormData(form));
  body.set("act", "save");
  const response = await fetch(form.dataset.preview, { method: "POST", body }).catch(() => null);
  if (!response?.ok || number !== asked) return; // what was written since is looked at by a later call
  const shown = await response.json();
  document.getElementById("shown-question").lastChild.textContent = shown.question;
  document.getElementById("shown-answer").textContent = shown.answer;
  let faulty = false;
  for (const list of document.querySelectorAll("[data-faults]")) {
    const faults = shown.faults[list.dataset.faults];
    faulty ||= faults.length > 0;
    list.hidden = faults.length === 0;
    list.replaceChildren(...faults.map(entryOf));
  }
  document.getElementById("fine").hidden = faulty;
}

function entryOf(fault) {
  const entry = document.createElement("li");
  entry.append(fault.text);
  for (const path of fault.instead) {
    const code = document.createElement("code");
    code.textContent = path;
    entry.append(" ", code);
  }
  return entry;
}

if (form && !answer.readOnly) {
  filterBy(document.getElementById("value"));
  form.addEventListener("input", (event) => {
    if (!event.target.name) return;
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(preview, PAUSE);
  });
  form.addEventListener("click", (event) => {
    const value = event.target.closest("[data-insert]");
    if (!value) return;
    answer.setRangeText(value.dataset.insert, answer.selectionStart, answer.selectionEnd, "end");
    answer.focus();
    answer.dispatchEvent(new Event("input", { bubbles: true }));
  });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}
