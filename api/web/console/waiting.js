// How many customers wait, on the side and in the title of every page; and a word when one comes.
import { onQueue, watchQueue } from "./live.js";
import { tell } from "./toast.js";
import { say } from "./words.js";

const count = document.getElementById("waiting");
const title = document.title;
const open = new Map();

function show() {
  const waiting = open.size;
  const late = [...open.values()].some((ticket) => ticket.overdue);
  count.textContent = waiting;
  count.hidden = waiting === 0;
  count.classList.toggle("late", late);
  document.title = waiting ? `(${waiting}) ${title}` : title;
}

function note(ticket) {
  if (ticket.status === "open") open.set(ticket.ticket_id, ticket);
  else open.delete(ticket.ticket_id);
}

onQueue((name, data) => {
  if (name === "queue") {
    open.clear();
    data.tickets.forEach(note);
  } else if (name === "closed") {
    open.delete(data.ticket_id);
  } else {
    note(data.ticket);
    if (["opened", "raised", "overdue"].includes(data.change)) {
      tell(say(data.change, { who: data.ticket.customer ?? say("somebody") }), data.ticket.priority === "urgent");
    }
  }
  show();
});

if (count) watchQueue();
