// Which conversation this browser has, and whether it is the visitor's who is here now.
import { subject } from "./config.js";

export class Session {
  #api;
  #storage;
  #config;

  constructor(api, storage, config) {
    this.#api = api;
    this.#storage = storage;
    this.#config = config;
  }

  // {id, token, notice, who}, or null.
  get current() {
    return this.#storage.conversation;
  }

  get isKnown() {
    return this.current !== null && this.current.who === subject(this.#config.identity);
  }

  isStill(conversation) {
    return this.current?.id === conversation.id;
  }

  async open() {
    const { locale, identity, customer, now } = this.#config;
    const body = { channel: "web", locale };
    if (customer) body.customer_id = customer;
    if (now) body.now = now;
    const opened = await this.#api.open(body, identity);
    const { conversation_id: id, token, notice = null } = opened;
    this.#storage.conversation = { id, token, notice, who: subject(identity) };
  }

  forget() {
    this.#storage.conversation = null;
  }

  // Another tab has opened or left a conversation.
  onChange(listener) {
    window.addEventListener("storage", (event) => event.key === this.#storage.key && listener());
  }
}
