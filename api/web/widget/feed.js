// Listens to a conversation: what staff write, what other tabs send, who answers now.
import { Problem } from "./http.js";

// A browser has few connections for one server. A tab nobody looks at gives its own back, and only looks now and then
// whether a person has answered.
const HIDDEN_MS = 60_000;
const ASLEEP_MS = 30_000;
const AWAKE_MS = 3_000;
const LONGEST_WAIT = 30_000;

// `on` is told: event(name, data), connected(), lost(), gone(). `after()` names the last place seen;
// `isReady()` says whether there is a conversation, `isAwaited()` whether somebody may answer while nobody looks.
export class Feed {
  #api;
  #storage;
  #on;
  #current = null;
  #hiddenTimer = 0;

  constructor(api, storage, on) {
    this.#api = api;
    this.#storage = storage;
    this.#on = on;
    window.addEventListener("online", () => this.#current && this.start());
    window.addEventListener("pagehide", () => this.stop());
    window.addEventListener("pageshow", (event) => event.persisted && this.#wake());
    document.addEventListener("visibilitychange", () => this.#look());
  }

  // Listens anew, from the last place seen.
  start() {
    this.stop();
    const controller = new AbortController();
    this.#current = controller;
    this.#listen(controller.signal);
  }

  stop() {
    this.#current?.abort();
    this.#current = null;
  }

  #look() {
    clearTimeout(this.#hiddenTimer);
    if (document.visibilityState === "visible") {
      this.#wake();
    } else {
      this.#hiddenTimer = setTimeout(() => this.#rest(), HIDDEN_MS);
    }
  }

  #wake() {
    if (!this.#current && this.#on.isReady()) this.start();
  }

  #rest() {
    this.stop();
    if (!this.#on.isAwaited()) return;
    this.#hiddenTimer = setTimeout(() => {
      this.start();
      this.#hiddenTimer = setTimeout(() => this.#rest(), AWAKE_MS);
    }, ASLEEP_MS);
  }

  async #listen(signal) {
    let retry = 2000;
    let failures = 0;
    while (!signal.aborted) {
      try {
        const events = this.#api.events(this.#storage.conversation, this.#on.after(), signal);
        for await (const event of events) {
          if (signal.aborted) return;
          failures = 0;
          if (event.retry) retry = event.retry;
          if (event.event) this.#on.event(event.event, event.data);
          else this.#on.connected();
        }
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Problem && [401, 404].includes(error.status)) return this.#on.gone();
        if (error instanceof Problem && error.retryAfter) retry = error.retryAfter * 1000;
        if (failures > 0 || !navigator.onLine) this.#on.lost(); // a stream may end now and then
      }
      await pause(Math.min(retry * 2 ** failures, LONGEST_WAIT), signal);
      failures += 1;
    }
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
