// The messages of a conversation in their order, each of them once, wherever it was heard of first.

const UNPLACED = 1e9; // behind everything the server has given a place

// A message: {key, id, seq, order, role, text, at, author, reply, helpful, state}. `key` stays what it is for as long
// as the message is shown; `id` and `seq` are the server's. Changed messages are new objects.
export class Thread {
  #messages = [];
  #unplaced = UNPLACED;

  get messages() {
    return this.#messages;
  }

  get last() {
    return this.#messages.at(-1) ?? null;
  }

  clear() {
    this.#messages = [];
  }

  byId(id) {
    return this.#messages.find((message) => message.id === id) ?? null;
  }

  // A message of this tab's own that is not sent yet.
  addOwn(key, text, at, state) {
    this.#unplaced += 1;
    this.#add({ key, id: null, seq: null, order: this.#unplaced, role: "customer", text, at, reply: null, state });
  }

  // Words of the widget's own, behind a place.
  addNote(key, text, at, place) {
    this.#add({ key, id: null, seq: null, order: place + 0.25, role: "notice", text, at, reply: null });
  }

  // What was not sent stays where it was tried: what comes later stands below.
  settle(key, place) {
    if (this.#messages.some((message) => message.key === key && message.seq === null)) this.change(key, { order: place + 0.25 });
  }

  change(key, what) {
    this.#messages = this.#messages.map((message) => (message.key === key ? { ...message, ...what } : message));
    this.#sort();
  }

  // The server has named a message of ours. It may have been heard of already, from the event stream.
  acknowledge(key, id) {
    const known = this.byId(id);
    const own = this.#messages.find((message) => message.key === key);
    if (!own || own.id === id) return;
    if (known) this.#messages = this.#messages.filter((message) => message !== known);
    if (known) this.change(key, { id, seq: known.seq, order: known.order, at: known.at });
    else if (own.id === null) this.change(key, { id });
  }

  // A reply that came with the request for it, before the event stream gave it a place. Returns whether it is new.
  addReply(reply, question, at) {
    if (!reply.message || this.byId(reply.message_id)) return false;
    const asked = this.#messages.find((message) => message.key === question);
    const order = asked ? asked.order + 0.5 : UNPLACED;
    const { message_id: id, message: text } = reply;
    this.#add({ key: id, id, seq: null, order, role: "bot", text, at, author: null, reply, helpful: null });
    return true;
  }

  // What transcript or event stream say. Returns whether it is new.
  put(entry) {
    const { message_id: id, role, text, at, reply = null, author = null, helpful = null } = entry;
    if (!text) return false;
    const place = entry.seq === undefined ? {} : { seq: entry.seq, order: entry.seq };
    const known = this.byId(id) ?? (role === "customer" ? this.#unnamed(text) : null);
    if (known) {
      this.change(known.key, { id, at, ...place, author, helpful: helpful ?? known.helpful });
      return false;
    }
    this.#add({ key: id, id, seq: null, order: UNPLACED, role, text, at, reply, author, helpful, ...place });
    return true;
  }

  // Ours, on its way: the event stream was quicker than the answer to the request.
  #unnamed(text) {
    return this.#messages.find(
      (message) => message.id === null && message.state === "sending" && message.text.trim() === text.trim(),
    );
  }

  #add(message) {
    this.#messages = [...this.#messages, message];
    this.#sort();
  }

  #sort() {
    this.#messages.sort((one, other) => one.order - other.order);
  }
}
