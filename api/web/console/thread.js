// The conversation of a ticket as it goes on: what is said, who has it, who types.
import { refresh, soon } from "./live.js";
import { tick } from "./timers.js";

const AGAIN = 5_000;
const scroller = document.querySelector(".thread-scroll");
const typing = document.getElementById("typing");
let typingTimer = 0;

let atEnd = true;
scroller.addEventListener("scroll", () => { atEnd = isAtEnd(); }, { passive: true });
// The reply box grows and shrinks below; who reads the last words goes on reading them.
new ResizeObserver(() => { if (atEnd) toEnd(); }).observe(scroller);

export function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
}

function isAtEnd() {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
}

function hideTyping() {
  clearTimeout(typingTimer);
  typing.hidden = true;
}

function showTyping(until) {
  const stay = isAtEnd();
  hideTyping();
  typing.hidden = false;
  typingTimer = setTimeout(hideTyping, Math.max(1_000, Date.parse(until) - Date.now()));
  if (stay) toEnd();
}

// Brings what was said and who has it up to date; the reply box stays while it may be written in.
export async function update() {
  const stay = isAtEnd();
  if (!(await refresh("thread", "case-head", "packet", "packet-more", "composer"))) return false;
  if (stay) toEnd();
  tick();
  return true;
}

// Listens until the page goes; tells of each message and of each change of who has it.
export function follow(ticket, heard) {
  const news = soon(async () => { if (await update()) heard(); }, 60);
  let source = null;
  let last = 0;
  const open = () => {
    const seen = document.querySelector(".thread li[id]:last-child")?.id.slice(2) ?? 0;
    source = new EventSource(`/v1/staff/tickets/${ticket}/events?after=${Math.max(last, Number(seen))}`);
    source.addEventListener("message", (event) => {
      last = Number(event.lastEventId) || last;
      if (JSON.parse(event.data).role === "customer") hideTyping();
      news();
    });
    source.addEventListener("standing", news);
    source.addEventListener("typing", (event) => showTyping(JSON.parse(event.data).until));
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(open, AGAIN);
    });
  };
  // A tab nobody looks at keeps no connection: a browser has few.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (source === null) {
      open();
      news();
    }
  });
  if (!document.hidden) open();
}
