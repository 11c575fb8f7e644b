// Sends what was written: one message after the other, each under its own id until the server has answered it.
import { Problem, Unreachable } from "./http.js";

const FIRST_WAIT = 2; // seconds
const LONGEST_WAIT = 30;
const GONE = [401, 404];
const UNREADABLE = [413, 422];

// `on` is told: sending(item), named(item, id), written(text), replied(item, reply), failed(item, why),
// postponed(why, seconds), gone(). `isReady()` says whether there is a conversation to send to.
export class Delivery {
  #api;
  #storage;
  #on;
  #busy = false;
  #round = 0;
  #failures = 0;
  #timer = 0;

  constructor(api, storage, on) {
    this.#api = api;
    this.#storage = storage;
    this.#on = on;
    window.addEventListener("online", () => this.hurry());
  }

  // What this tab has not sent yet: [{text, client_message_id}]. It outlives a reload.
  get queue() {
    return this.#storage.tab("unsent") ?? [];
  }

  add(item) {
    this.#storage.keepInTab("unsent", [...this.queue, item]);
  }

  remove(item) {
    const left = this.queue.filter((other) => other.client_message_id !== item.client_message_id);
    this.#storage.keepInTab("unsent", left.length ? left : null);
  }

  // Tries at once what waits for a better moment.
  hurry() {
    clearTimeout(this.#timer);
    return this.run();
  }

  // What is on its way belongs to a conversation that is left: nobody waits for its reply any more.
  abandon() {
    clearTimeout(this.#timer);
    this.#round += 1;
    const [sending] = this.queue;
    if (this.#busy && sending) this.remove(sending);
    this.#busy = false;
  }

  async run() {
    const conversation = this.#storage.conversation;
    if (this.#busy || !this.#on.isReady() || !this.queue.length) return;
    clearTimeout(this.#timer);
    this.#busy = true;
    const round = this.#round;
    let wait = null;
    try {
      while (wait === null && this.queue.length) {
        wait = await this.#send(conversation, this.queue[0], round);
        if (round !== this.#round) return;
      }
    } finally {
      if (round === this.#round) this.#busy = false;
    }
    if (wait === "gone") {
      this.#on.gone();
    } else if (wait !== null) {
      this.#timer = setTimeout(() => this.run(), wait * 1000);
    }
  }

  // Returns null when the message is settled, else after how many seconds to try again, or "gone".
  async #send(conversation, item, round) {
    this.#on.sending(item);
    try {
      let text = "";
      for await (const { event, data } of this.#api.say(conversation, item)) {
        if (round !== this.#round) return null;
        if (event === "status" && data.message_id) this.#on.named(item, data.message_id);
        else if (event === "delta") this.#on.written((text += data.text));
        else if (event === "reply") {
          this.#failures = 0;
          this.remove(item);
          this.#on.replied(item, data);
          return null;
        }
      }
      throw new Unreachable("the stream ended before the reply");
    } catch (error) {
      return round === this.#round ? this.#postpone(item, error) : null;
    }
  }

  #postpone(item, error) {
    const backoff = Math.min(FIRST_WAIT * 2 ** this.#failures, LONGEST_WAIT);
    this.#failures += 1;
    if (error instanceof Unreachable) {
      this.#on.postponed(navigator.onLine ? "unreachable" : "offline", backoff);
      return backoff;
    }
    if (!(error instanceof Problem)) throw error;
    if (GONE.includes(error.status)) return "gone";
    if (error.status === 429) {
      const seconds = error.retryAfter ?? backoff;
      this.#on.postponed("busy", seconds);
      return seconds;
    }
    if (error.status >= 502) {
      this.#on.postponed(error.name === "reply-pending" ? "pending" : "unreachable", error.retryAfter ?? backoff);
      return error.retryAfter ?? backoff;
    }
    this.#failures = 0;
    this.remove(item);
    const unreadable = UNREADABLE.includes(error.status);
    this.#on.failed(item, unreadable ? "unreadable" : error.name === "turn-failed" ? "failed" : "other");
    return null;
  }
}
