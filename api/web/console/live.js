// Hears of the queue, and brings parts of a page up to date from the server.
//
// All tabs of a browser share one stream: the one that holds the lock listens and tells the others. (A browser opens six
// connections to a server and no more; a stream for each tab would use them up.)
const EVENTS = ["queue", "ticket", "closed"];
const AGAIN = 5_000;
const channel = new BroadcastChannel("zenbu-queue");
const listeners = [];

export function onQueue(listener) {
  listeners.push(listener);
}

function tellAll(event) {
  for (const listener of listeners) listener(event.name, event.data);
}

function listen() {
  return new Promise((_, failed) => {
    let source;
    const open = () => {
      source = new EventSource("/v1/staff/events");
      for (const name of EVENTS) {
        source.addEventListener(name, (event) => {
          const told = { name, data: JSON.parse(event.data) };
          channel.postMessage(told);
          tellAll(told);
        });
      }
      source.addEventListener("error", () => {
        // A stream that merely ended is opened again by the browser; one that was refused is not.
        if (source.readyState === EventSource.CLOSED) setTimeout(comeBack, AGAIN);
      });
    };
    const comeBack = async () => {
      const answer = await fetch("/v1/staff/me").catch(() => null);
      if (answer?.status === 401) failed(location.reload()); // the entrance, and back here afterwards
      else open();
    };
    open();
  });
}

export function watchQueue() {
  channel.addEventListener("message", (event) => tellAll(event.data));
  navigator.locks.request("zenbu-queue", listen);
}

// Parts of the page as the server sent them last; what a script or a reader changed in them since does not count.
const served = new Map([...document.querySelectorAll("[data-part]")].map((part) => [part.id, part.outerHTML]));
let latest = 0;

// Brings parts of the page (elements with an id and data-part) to what the server shows now. One that says how it stands
// (data-state) is replaced only where that changes: somebody may be writing in it.
export async function refresh(...ids) {
  const turn = ++latest;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return false;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (turn !== latest) return false;
  for (const id of ids) {
    const [old, now] = [document.getElementById(id), fresh.getElementById(id)];
    if (!old || !now || served.get(id) === now.outerHTML) continue;
    served.set(id, now.outerHTML);
    if (old.dataset.state === undefined || old.dataset.state !== now.dataset.state) exchange(old, now);
  }
  return true;
}

function nameOf(fold) {
  return fold.querySelector("summary").textContent.trim();
}

// What has the focus keeps it, by its id or address; what was opened or shut stays so.
function exchange(old, now) {
  const held = old.contains(document.activeElement) ? document.activeElement : null;
  const address = held?.getAttribute("href");
  const key = held?.id ? `#${CSS.escape(held.id)}` : address && `a[href="${CSS.escape(address)}"]`;
  const folds = new Map([...old.querySelectorAll("details")].map((fold) => [nameOf(fold), fold.open]));
  for (const fold of now.querySelectorAll("details")) fold.open = folds.get(nameOf(fold)) ?? fold.open;
  old.replaceWith(document.adoptNode(now));
  if (key) now.querySelector(key)?.focus({ preventScroll: true });
}

// Calls a function soon, and once for everything that asks for it meanwhile.
export function soon(action, wait = 120) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, wait);
  };
}
