// The chat API. Tokens travel in headers only.
import { readEvents } from "./sse.js";

const ANSWER_MS = 60_000; // longer than the server waits for a reply of its own
const SILENCE_MS = 45_000; // three heartbeats

// What a customer can only wait for; everything else is a fault of ours.
export class ApiError extends Error {}

// An answer of the server that is an error (RFC 9457).
export class Problem extends ApiError {
  constructor(status, name, retryAfter = null) {
    super(`${status} ${name}`);
    this.status = status;
    this.name = name;
    this.retryAfter = retryAfter;
  }
}

// No answer at all: no network, or it broke off.
export class Unreachable extends ApiError {}

export class Api {
  constructor(base) {
    this.base = base;
  }

  catalogue() {
    return this.#json("GET", "v1/catalogue");
  }

  open(body, identity) {
    return this.#json("POST", "v1/conversations", { token: identity, body });
  }

  transcript(conversation, after) {
    return this.#json("GET", `${path(conversation)}?after=${after}&limit=500`, { token: conversation.token });
  }

  feedback(conversation, body) {
    return this.#json("POST", `${path(conversation)}/feedback`, { token: conversation.token, body });
  }

  survey(conversation, body) {
    return this.#json("POST", `${path(conversation)}/survey`, { token: conversation.token, body });
  }

  typing(conversation) {
    return this.#json("POST", `${path(conversation)}/typing`, { token: conversation.token });
  }

  // Sends a message; yields {event: "status" | "delta" | "reply", data}. An error event is thrown as a Problem.
  async *say(conversation, body) {
    const options = { token: conversation.token, body, accept: "text/event-stream, application/json" };
    const call = await this.#call("POST", `${path(conversation)}/messages`, options, ANSWER_MS);
    if (!isStream(call.response)) {
      yield { event: "reply", data: await call.json() };
      return;
    }
    for await (const { event, data } of call.events()) {
      if (event === "error") throw problem(JSON.parse(data), call.response);
      if (data !== undefined) yield { event, data: JSON.parse(data) };
    }
  }

  // Everything that happens in a conversation after a place in it, until the connection ends.
  async *events(conversation, after, signal) {
    const options = { token: conversation.token, accept: "text/event-stream", lastEventId: String(after), signal };
    const call = await this.#call("GET", `${path(conversation)}/events`, options, SILENCE_MS);
    if (!isStream(call.response)) throw new Unreachable("no event stream");
    for await (const { event, data, id, retry } of call.events()) {
      yield { event, data: data === undefined ? null : JSON.parse(data), id, retry };
    }
  }

  async #json(method, where, options = {}) {
    const call = await this.#call(method, where, options, ANSWER_MS);
    return call.response.status === 204 ? call.done() : call.json();
  }

  async #call(method, where, { token, body, accept = "application/json", lastEventId, signal }, patience) {
    const watch = new Watch(patience, signal);
    const headers = { Accept: accept };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (lastEventId !== undefined) headers["Last-Event-ID"] = lastEventId;
    const response = await watch.over(
      fetch(this.base + where, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: watch.signal,
        cache: "no-store",
        credentials: "omit",
        referrerPolicy: "no-referrer",
      }),
    );
    const call = new Call(response, watch);
    if (!response.ok) throw problem(await call.json().catch(() => ({})), response);
    return call;
  }
}

// A response under a watch: silence longer than its patience is the same as no network.
class Call {
  constructor(response, watch) {
    this.response = response;
    this.watch = watch;
  }

  async json() {
    try {
      return await this.watch.over(this.response.json());
    } finally {
      this.done();
    }
  }

  done() {
    this.watch.end();
    return null;
  }

  async *events() {
    const stream = readEvents(this.response);
    try {
      for (;;) {
        const { done, value } = await this.watch.over(stream.next());
        if (done) return;
        this.watch.renew();
        if (value.event !== "comment") yield value;
      }
    } finally {
      this.done();
      stream.return();
    }
  }
}

class Watch {
  #controller = new AbortController();
  #timer = 0;

  constructor(patience, signal) {
    this.patience = patience;
    signal?.addEventListener("abort", () => this.#controller.abort(), { once: true });
    if (signal?.aborted) this.#controller.abort();
    this.renew();
  }

  get signal() {
    return this.#controller.signal;
  }

  renew() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(), this.patience);
  }

  end() {
    clearTimeout(this.#timer);
  }

  async over(promise) {
    try {
      return await promise;
    } catch (error) {
      this.end();
      throw new Unreachable(String(error));
    }
  }
}

function path(conversation) {
  return `v1/conversations/${encodeURIComponent(conversation.id)}`;
}

function isStream(response) {
  return (response.headers.get("Content-Type") || "").startsWith("text/event-stream");
}

function problem(body, response) {
  const after = Number.parseInt(response.headers.get("Retry-After") ?? body.retry_after, 10);
  const name = String(body.type || "").split(":").pop();
  return new Problem(body.status || response.status, name, Number.isFinite(after) ? after : null);
}
