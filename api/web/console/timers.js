// Keeps the timers of promises going, by the server's clock.
import { say, span } from "./words.js";

const SOON = 600;
const began = Date.parse(document.querySelector("meta[name=now]").content) - performance.now();

export function now() {
  return new Date(began + performance.now());
}

export function tick() {
  for (const timer of document.querySelectorAll("[data-due]")) {
    const left = (Date.parse(timer.dateTime) - now()) / 1000;
    const text = left < 0 ? say("over", { span: span(-left) }) : say("left", { span: span(left) });
    if (timer.textContent !== text) timer.textContent = text;
    timer.classList.toggle("late", left < 0);
    timer.classList.toggle("soon", left >= 0 && left < SOON);
    timer.closest(".ticket")?.classList.toggle("overdue", left < 0);
  }
}

tick();
setInterval(tick, 5_000);
