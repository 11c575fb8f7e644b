// The log: messages in order, the reply being written, the buttons under the last message, the survey.
import { button, fill, h, icon } from "./dom.js";
import { isCandidate } from "./cards.js";
import { day, sameDay } from "./dates.js";
import { messageItem, refresh } from "./message.js";
import { surveyCard } from "./survey.js";

const NEAR_END = 80; // pixels

export class Log {
  #shown = new Map(); // key -> {element, sign}
  #chat;
  #say;
  #context;
  #atEnd = true;
  #height = 0;

  constructor(chat, say, locale, names) {
    this.#chat = chat;
    this.#say = say;
    this.#context = { say, locale, chat, names };
    this.list = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": say("log") });
    this.writing = h("div", { class: "writing" });
    this.options = h("div", { class: "options", role: "group", "aria-label": say("options") });
    this.survey = h("div", { class: "survey-place" });
    this.intro = h("div", { class: "intro" });
    this.newer = button([icon("down"), say("newer")], () => this.toEnd(true), { class: "newer", hidden: true });
    this.scroller = h(
      "div",
      { class: "scroller", tabindex: "0", role: "region", "aria-label": say("log"), on: { scroll: () => this.#scrolled() } },
      this.intro,
      this.list,
      this.writing,
      this.options,
      this.survey,
    );
    this.element = h("div", { class: "log-frame" }, this.scroller, this.newer);
    new ResizeObserver(() => this.#resized()).observe(this.scroller);
  }

  get #isNearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  render() {
    this.#renderIntro();
    // What is only read again is not read out again.
    this.list.setAttribute("aria-busy", String(this.#chat.phase === "opening"));
    const added = this.#renderMessages();
    this.#renderWriting();
    this.#renderOptions();
    this.#renderSurvey();
    if (added || this.#atEnd) this.#follow(added);
  }

  toEnd(smoothly = false) {
    const behavior = smoothly && !matchMedia("(prefers-reduced-motion: reduce)").matches ? "smooth" : "instant";
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
    this.#atEnd = true;
    this.newer.hidden = true;
  }

  #renderIntro() {
    const notice = this.#chat.phase === "ready" ? this.#chat.notice : null;
    if (this.intro.dataset.notice === (notice ?? "")) return;
    this.intro.dataset.notice = notice ?? "";
    this.intro.replaceChildren();
    if (!notice) return;
    const open = !this.#chat.hasSpoken;
    this.intro.append(h("details", { class: "notice", open }, h("summary", {}, this.#say("notice_title")), h("p", {}, notice)));
  }

  // Returns the newest message that was not there before: its element, and whether it was written here (and not in
  // another tab).
  #renderMessages() {
    const messages = this.#chat.thread.messages;
    const newestOwn = messages.findLast((message) => message.role === "customer");
    const last = messages.at(-1);
    const elements = [];
    const kept = new Map();
    let added = null;
    let before = null;
    for (const message of messages) {
      if (!before || !sameDay(before.at, message.at)) elements.push(this.#dayLine(message.at, kept));
      before = message;
      const known = this.#shown.get(message.key);
      const { element, sign } = known && known.sign === this.#sign(message) ? known : this.#draw(message);
      if (!known) added = { element, isOwn: message.role === "customer" && message.key !== message.id };
      refresh(element, message, { ...this.#context, isLast: message === last, isNewest: message === newestOwn });
      kept.set(message.key, { element, sign });
      elements.push(element);
    }
    this.#shown = kept;
    place(this.list, elements);
    return added;
  }

  // A message is drawn once: drawn anew it would be read out again. Only cards wait for the names of plans.
  #draw(message) {
    return { element: messageItem(message, this.#context), sign: this.#sign(message) };
  }

  #sign(message) {
    return Boolean(message.reply?.recommendation || message.reply?.booking) && this.#context.names.isThere;
  }

  #dayLine(at, kept) {
    const key = `day ${day("ja", at)}`;
    const label = sameDay(at, Date.now()) ? this.#say("today") : day(this.#context.locale, at);
    const known = this.#shown.get(key);
    const element = known?.label === label ? known.element : h("p", { class: "day-line" }, h("span", {}, label));
    kept.set(key, { label, element });
    return element;
  }

  #renderWriting() {
    const { draft, typingUntil, author } = this.#chat;
    const staffTypes = typingUntil > Date.now();
    const mode = draft !== null ? (draft === "" ? "dots" : "text") : staffTypes ? "staff" : "";
    if (this.writing.dataset.mode !== mode) {
      this.writing.dataset.mode = mode;
      this.writing.replaceChildren();
      if (mode === "dots" || mode === "staff") {
        const label = mode === "staff" ? this.#say("staff_writing") : this.#say("writing");
        fill(this.writing, [
          h("p", { class: "speaker" }, mode === "staff" ? author || this.#say("staff") : this.#say("bot")),
          h("p", { class: "bubble dots", role: "status" }, h("span", { class: "hidden" }, label), h("i"), h("i"), h("i")),
        ]);
      } else if (mode === "text") {
        // The whole reply is read out when it is there; its growing is for the eye.
        fill(this.writing, [
          h("p", { class: "speaker", "aria-hidden": true }, this.#say("bot")),
          h("div", { class: "bubble growing", "aria-hidden": true }),
        ]);
      }
    }
    if (mode === "text") {
      const bubble = this.writing.lastElementChild;
      const shown = bubble.textContent;
      if (draft.startsWith(shown)) bubble.append(h("span", { class: "fresh" }, draft.slice(shown.length)));
      else bubble.replaceChildren(draft);
    }
  }

  #renderOptions() {
    const last = this.#chat.thread.messages.findLast((message) => message.role !== "notice");
    const offered = last?.reply && this.#chat.draft === null ? last.reply.options : [];
    const options = offered.filter((_, index) => !isCandidate(last.reply, index));
    const topics = this.#chat.hasSpoken ? [] : this.#chat.topics;
    // Beside the greeting the button under the box is enough.
    const doubled = this.#chat.hasSpoken ? [] : [{ value: this.#say("person_value") }];
    const all = [...topics, ...options.filter(({ value }) => [...topics, ...doubled].every((one) => one.value !== value))];
    const key = JSON.stringify([last?.key, all]);
    if (this.options.dataset.key === key) return;
    this.options.dataset.key = key;
    this.options.hidden = all.length === 0;
    this.options.replaceChildren(
      ...all.map((option) => button(option.label, () => this.#chat.send(option.value), { class: "option" })),
    );
  }

  #renderSurvey() {
    const state = this.#chat.survey ?? "";
    if (this.survey.dataset.state === state) return;
    this.survey.dataset.state = state;
    this.survey.replaceChildren();
    if (state === "asked") {
      this.survey.append(surveyCard(this.#chat, this.#say));
      this.#atEnd = true;
    }
    if (state === "done") this.survey.append(h("p", { class: "note", role: "status" }, this.#say("survey_thanks")));
  }

  // A new message is shown from its beginning, however long it is; a new conversation from its notice.
  #follow(added) {
    if (!this.#chat.hasSpoken) {
      this.scroller.scrollTop = 0;
      return;
    }
    if (!this.#atEnd && !added?.isOwn) {
      this.newer.hidden = added === null;
      return;
    }
    this.toEnd();
    if (added && !added.isOwn && this.#chat.phase === "ready") {
      const above = added.element.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top;
      if (above < 0) this.scroller.scrollTop += above - 12;
      this.#atEnd = this.#isNearEnd;
    }
  }

  // Strips and keyboards make the log smaller without scrolling it: whoever read its end still does.
  #scrolled() {
    if (this.scroller.clientHeight === this.#height) this.#atEnd = this.#isNearEnd;
    if (this.#atEnd) this.newer.hidden = true;
  }

  #resized() {
    this.#height = this.scroller.clientHeight;
    if (this.#atEnd && this.#chat.hasSpoken) this.toEnd();
  }
}

// Brings a list to hold exactly these elements, moving and replacing only what differs.
function place(list, elements) {
  elements.forEach((element, index) => {
    const there = list.children[index];
    if (there === element) return;
    list.insertBefore(element, there ?? null);
  });
  while (list.children.length > elements.length) list.lastElementChild.remove();
}
