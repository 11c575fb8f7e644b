// What every page does: shortcuts, dialogs, toasts, selects that send their form.
import { dismissToast } from "./toast.js";
import "./waiting.js";

const keys = document.getElementById("keys");
let waitsForPage = false;

function isTyping(target) {
  return target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (waitsForPage) {
    waitsForPage = false;
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
    return;
  }
  if (event.key === "g") {
    waitsForPage = true;
    setTimeout(() => { waitsForPage = false; }, 1_500);
  } else if (event.key === "?") {
    event.preventDefault();
    keys.showModal();
  } else {
    // A button or field that names its key: <button data-key="c">.
    const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not(:disabled)`);
    if (wanted && wanted.checkVisibility()) {
      event.preventDefault();
      if (wanted.matches("input, textarea, select")) wanted.focus();
      else wanted.click();
    }
  }
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    document.getElementById(opener.dataset.open).showModal();
    opener.closest("details")?.removeAttribute("open");
  }
  if (event.target.closest("[data-dismiss]")) event.target.closest("dialog").close();
  for (const open of document.querySelectorAll("details.me[open], details.menu-of[open]")) {
    if (!open.contains(event.target)) open.removeAttribute("open");
  }
});

document.addEventListener("change", (event) => {
  if (event.target.closest("[data-submit]")) event.target.form.requestSubmit();
});

// Sent once, however often it is pressed.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  const button = event.submitter;
  setTimeout(() => { if (button) button.disabled = true; });
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // whoever signed out does not come back by the back button
});

// On a phone the pages are a row that scrolls.
document.querySelector(".rail [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
dismissToast();
