// A conversation as the panel shows it. Tells "change" after every change.
import { Delivery } from "./delivery.js";
import { newId } from "./dom.js";
import { Feed } from "./feed.js";
import { ApiError, Problem, Unreachable } from "./http.js";
import { Session } from "./session.js";
import { Thread } from "./thread.js";

const TYPING_EVERY = 3_000;

export class Chat extends EventTarget {
  thread = new Thread();
  phase = "closed"; // closed, opening, ready, failed
  trouble = null; // {why, until}: why nothing gets through, and when it is tried again
  owner = "bot";
  handover = null;
  author = null; // the staff member who writes
  draft = null; // the reply as far as it is written; "" before its first word
  typingUntil = 0;
  unread = 0;
  survey = null; // null, "asked", "done"
  topics = []; // buttons that fit the page the customer seems stuck on
  #held = []; // replies the event stream brought while this tab is still writing one
  #after = 0;
  #opening = null;
  #typedAt = 0; // when the person who answers was last shown that something is being written
  #looking = false;

  constructor(api, storage, config, say) {
    super();
    this.api = api;
    this.session = new Session(api, storage, config);
    this.say = say;
    this.delivery = new Delivery(api, storage, {
      sending: (item) => this.#sending(item),
      named: (item, id) => this.#update(() => this.thread.acknowledge(item.client_message_id, id)),
      written: (text) => this.#update(() => (this.draft = text)),
      replied: (item, reply) => this.#replied(item, reply),
      failed: (item, why) => this.#failed(item, why),
      postponed: (why, seconds) => this.#postponed(why, seconds),
      gone: () => this.#startAnew(true),
      isReady: () => this.phase === "ready",
    });
    this.feed = new Feed(api, storage, {
      event: (name, data) => this.#heard(name, data),
      connected: () => this.#update(() => this.trouble && !this.delivery.queue.length && (this.trouble = null)),
      lost: () => this.#update(() => (this.trouble ??= { why: unreachable() })),
      gone: () => this.#startAnew(false),
      after: () => this.#after,
      isReady: () => this.phase === "ready",
      isAwaited: () => this.isWaiting,
    });
    window.addEventListener("offline", () => this.#update(() => (this.trouble = { why: "offline" })));
    this.session.onChange(() => this.#otherTab());
  }

  get isWaiting() {
    return this.handover !== null && ["open", "claimed"].includes(this.handover.status);
  }

  get hasSpoken() {
    return this.thread.messages.some((message) => message.role === "customer");
  }

  get notice() {
    return this.session.current?.notice || this.say("notice");
  }

  // Goes on where the conversation stands, or opens one. Safe to call again.
  start() {
    if (this.phase === "ready") return Promise.resolve();
    this.#opening ??= this.#start().finally(() => (this.#opening = null));
    return this.#opening;
  }

  look(looking) {
    this.#looking = looking;
    if (looking && this.unread) this.#update(() => (this.unread = 0));
  }

  send(text) {
    const item = { text, client_message_id: newId() };
    this.delivery.add(item);
    this.#update(() => this.thread.addOwn(item.client_message_id, text, now(), "waiting"));
    this.delivery.run();
  }

  sendAgain(message) {
    this.thread.change(message.key, { state: "waiting" });
    this.delivery.add({ text: message.text, client_message_id: message.key });
    this.delivery.run();
  }

  tryNow() {
    if (this.phase === "ready") {
      this.feed.start();
      this.delivery.hurry();
    } else {
      this.start();
    }
  }

  // Shows the person who answers that something is being written. That it does not get through disturbs nobody.
  showTyping() {
    if (this.owner !== "person" || Date.now() - this.#typedAt < TYPING_EVERY) return;
    this.#typedAt = Date.now();
    this.api.typing(this.session.current).catch(() => {});
  }

  async rate(message, helpful, comment) {
    const body = { message_id: message.id, helpful };
    if (comment) body.comment = comment;
    await this.api.feedback(this.session.current, body);
    this.thread.change(message.key, { helpful });
  }

  suggest(topics) {
    this.#update(() => (this.topics = topics));
  }

  askSurvey() {
    this.#update(() => (this.survey = "asked"));
  }

  async answerSurvey(answers) {
    if (answers) await this.api.survey(this.session.current, answers);
    this.#update(() => (this.survey = answers ? "done" : null));
  }

  // A conversation of its own, at the customer's wish.
  restart() {
    for (const item of this.delivery.queue) this.delivery.remove(item);
    this.#forget();
    return this.start();
  }

  async #start() {
    this.#update(() => (this.phase = "opening"));
    try {
      if (!this.session.isKnown) await this.session.open();
      try {
        await this.#load();
      } catch (error) {
        if (!isGone(error)) throw error;
        this.#forget(); // it ran out while nobody was here
        this.phase = "opening";
        await this.session.open();
        this.thread.addNote("expired", this.say("expired"), now(), 0);
        await this.#load();
      }
    } catch (error) {
      this.#notOpened(error);
    }
  }

  async #load() {
    const conversation = this.session.current;
    let after = this.#after;
    do {
      const page = await this.api.transcript(conversation, after);
      if (!this.session.isStill(conversation)) return this.session.isKnown ? this.#load() : undefined;
      for (const entry of page.messages) this.#take(entry);
      this.#owned(page.owner, page.handover);
      after = page.next;
    } while (after !== null);
    for (const item of this.delivery.queue) {
      const known = this.thread.messages.some((message) => message.key === item.client_message_id);
      if (!known) this.thread.addOwn(item.client_message_id, item.text, now(), "waiting");
    }
    this.#update(() => {
      this.phase = "ready";
      this.trouble = null;
    });
    this.feed.start();
    this.delivery.run();
  }

  #notOpened(error) {
    if (!(error instanceof ApiError)) throw error;
    const why = error instanceof Unreachable ? unreachable() : isGone(error) ? "problem_identity" : "problem_open";
    this.#update(() => Object.assign(this, { phase: "failed", trouble: { why } }));
    if (error instanceof Unreachable) window.addEventListener("online", () => this.start(), { once: true });
  }

  // The server knows the conversation no more. What was being sent is sent in the new one.
  async #startAnew(sending) {
    this.#forget();
    this.thread.addNote("expired", this.say("expired"), now(), 0);
    if (sending || this.#looking) await this.start();
  }

  #otherTab() {
    this.#reset();
    if (this.session.isKnown) this.start();
  }

  #forget() {
    this.session.forget();
    this.#reset();
  }

  #reset() {
    this.feed.stop();
    this.delivery.abandon();
    this.thread.clear();
    this.#after = 0;
    this.#held = [];
    Object.assign(this, { phase: "closed", trouble: null, owner: "bot", handover: null, author: null });
    this.#update(() => Object.assign(this, { draft: null, typingUntil: 0, unread: 0, survey: null }));
  }

  #sending(item) {
    this.#update(() => {
      this.thread.change(item.client_message_id, { state: "sending" });
      this.draft = this.owner === "person" ? null : "";
    });
  }

  #replied(item, reply) {
    this.#update(() => {
      this.trouble = null;
      this.thread.change(item.client_message_id, { state: "sent" });
      const isNew = this.thread.addReply(reply, item.client_message_id, now());
      this.owner = reply.owner;
      if (reply.handover) this.handover = { status: "open", ...reply.handover };
      this.#written();
      if (isNew) this.#arrived();
    });
  }

  #failed(item, why) {
    this.#update(() => {
      const fault = this.say(`problem_${why}`);
      this.thread.change(item.client_message_id, { state: "failed", fault, final: why !== "other" });
      this.thread.settle(item.client_message_id, this.#after);
      this.#written();
    });
  }

  #postponed(why, seconds) {
    this.#update(() => {
      for (const item of this.delivery.queue) this.thread.change(item.client_message_id, { state: "waiting" });
      this.trouble = { why, until: Date.now() + seconds * 1000 };
      this.#written();
    });
  }

  // The reply of this tab is there (or will not come): what the event stream brought meanwhile is shown too.
  #written() {
    this.draft = null;
    for (const entry of this.#held.splice(0)) this.#take(entry);
  }

  #heard(name, data) {
    this.#update(() => {
      if (this.trouble && !this.delivery.queue.length) this.trouble = null;
      if (name === "message") {
        this.#after = Math.max(this.#after, data.seq);
        if (data.role === "bot" && this.draft !== null) this.#held.push(data);
        else if (this.#take(data) && data.role !== "customer") this.#arrived();
      } else if (name === "typing") {
        this.typingUntil = Date.parse(data.until);
        setTimeout(() => this.#update(() => {}), Math.max(0, this.typingUntil - Date.now()) + 50);
      } else if (name === "owner") {
        this.#owned(data.owner, data.handover);
      }
    });
  }

  #take(entry) {
    this.#after = Math.max(this.#after, entry.seq ?? 0);
    if (entry.role === "staff") {
      this.author = entry.author ?? this.author;
      this.typingUntil = 0;
    }
    return this.thread.put(entry);
  }

  #owned(owner, handover) {
    const wasWaiting = this.isWaiting;
    this.owner = owner;
    this.handover = handover;
    if (wasWaiting && handover?.status === "closed" && this.survey === null) this.survey = "asked";
  }

  #arrived() {
    if (!this.#looking || document.visibilityState !== "visible") this.unread += 1;
  }

  #update(change) {
    change();
    this.dispatchEvent(new Event("change"));
  }
}

function unreachable() {
  return navigator.onLine ? "unreachable" : "offline";
}

function now() {
  return new Date().toISOString();
}

function isGone(error) {
  return error instanceof Problem && [401, 404].includes(error.status);
}
