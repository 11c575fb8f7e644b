// The reply: written, checked, sent once. What is being written outlives a reload.
import { call, Refused } from "./api.js";
import { say } from "./words.js";

const TYPING_EVERY = 3_000;
const CHECK_AFTER = 700;
const SHORTEST = 6;

export class Composer {
  constructor(ticket, sent) {
    this.ticket = ticket;
    this.sent = sent;
    this.key = `zenbu-reply-${ticket}`;
    this.typedAt = 0;
    this.id = null;
    this.findings = [];
    this.warned = "";
    this.checking = null;
    document.addEventListener("input", (event) => { if (event.target === this.field) this.typed(); });
    document.addEventListener("submit", (event) => {
      if (event.target.id !== "reply") return;
      event.preventDefault();
      this.send();
    });
    document.addEventListener("keydown", (event) => {
      if (event.target === this.field && event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
        event.preventDefault();
        this.send();
      }
    });
    document.addEventListener("click", (event) => {
      const draft = event.target.closest(".draft");
      if (draft) this.put(draft.dataset.text);
    });
    if (this.field?.value) this.typed(); // written before this script was there
    this.restore();
  }

  get field() {
    return document.getElementById("text");
  }

  // Brings back what was being written, after a reload or when the box is there again.
  restore() {
    const kept = sessionStorage.getItem(this.key);
    if (this.field && kept && !this.field.value) this.field.value = kept;
  }

  put(text) {
    if (!this.field) return;
    const before = this.field.value.trimEnd();
    this.field.value = before ? `${before}\n${text}` : text;
    this.field.focus();
    this.typed();
  }

  typed() {
    const text = this.field.value;
    this.id = null;
    sessionStorage.setItem(this.key, text);
    const now = Date.now();
    if (text && now - this.typedAt > TYPING_EVERY) {
      this.typedAt = now;
      call("POST", `/tickets/${this.ticket}/typing`).catch(() => {});
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), CHECK_AFTER);
  }

  // Asks the copilot whether the words may go out so. That it cannot say keeps nobody from writing.
  async check() {
    const text = this.field?.value ?? "";
    this.checking?.abort();
    this.checking = new AbortController();
    try {
      const advice = text.trim().length < SHORTEST ? null
        : await call("POST", `/tickets/${this.ticket}/copilot`, { draft: text }, this.checking.signal);
      if (this.field?.value === text) this.show(advice?.findings ?? []);
    } catch (error) {
      if (error.name !== "AbortError") this.show([]);
    }
  }

  show(findings) {
    this.findings = findings;
    const list = document.getElementById("findings");
    if (!list) return;
    const template = document.getElementById("finding-template");
    list.replaceChildren(...findings.map((finding) => {
      const item = template.content.cloneNode(true).firstElementChild;
      item.classList.add(finding.severity);
      item.querySelector("b").textContent = finding.quote ? `「${finding.quote}」` : "";
      item.querySelector(".reason").textContent = finding.reason;
      const fix = item.querySelector(".fix");
      fix.hidden = !finding.suggestion;
      fix.textContent = finding.suggestion;
      return item;
    }));
    list.hidden = findings.length === 0;
    this.label();
  }

  label() {
    const button = document.querySelector("#reply .reply-acts button");
    const wrong = this.warned === this.field.value && this.findings.some((finding) => finding.severity === "stop");
    button.lastElementChild.textContent = wrong ? button.dataset.anyway : button.dataset.send;
  }

  async send() {
    const text = this.field.value.trim();
    if (!text) return;
    clearTimeout(this.timer);
    await this.check();
    // What would be wrong to send is sent on purpose only: by pressing a second time.
    if (this.findings.some((finding) => finding.severity === "stop") && this.warned !== this.field.value) {
      this.warned = this.field.value;
      this.label();
      return;
    }
    const trouble = document.getElementById("trouble");
    const button = document.querySelector("#reply .reply-acts button");
    this.id ??= crypto.randomUUID(); // the same one when it is tried again: said once
    button.disabled = true;
    trouble.textContent = "";
    try {
      await call("POST", `/tickets/${this.ticket}/reply`, { text, client_message_id: this.id });
      this.field.value = "";
      this.id = null;
      this.warned = "";
      sessionStorage.removeItem(this.key);
      this.show([]);
      await this.sent();
    } catch (error) {
      trouble.textContent = error instanceof Refused ? say("refused", { detail: error.status === 409 ? say("taken") : "" }) : say("outage");
    } finally {
      button.disabled = false;
      this.field?.focus();
    }
  }
}
