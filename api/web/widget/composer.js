// The box to write in. Enter sends, Shift+Enter starts a line, and Enter that chooses a kanji does neither.
import { button, h, icon } from "./dom.js";

const LONGEST = 2000;
const WARN_BELOW = 200;

export class Composer {
  constructor(chat, storage, say) {
    this.chat = chat;
    this.storage = storage;
    this.say = say;
    this.count = h("span", { class: "count", role: "status" });
    this.field = h("textarea", {
      rows: "1",
      maxlength: String(LONGEST),
      enterkeyhint: "send",
      autocomplete: "off",
      placeholder: say("placeholder"),
      "aria-label": say("input"),
      "aria-describedby": "zb-hint",
      value: storage.tab("text") ?? "",
      on: { input: () => this.#changed(), keydown: (event) => this.#pressed(event) },
    });
    this.submit = h("button", { type: "submit", class: "send", "aria-label": say("send"), disabled: true }, icon("send"));
    this.person = button([icon("person"), say("person")], () => chat.send(say("person_value")), { class: "person" });
    this.element = h(
      "form",
      { class: "composer", on: { submit: (event) => this.#submitted(event) } },
      h("div", { class: "box" }, this.field, this.submit),
      h("div", { class: "under" }, this.person, this.count, h("span", { id: "zb-hint", class: "hint" }, say("hint"))),
    );
  }

  render() {
    this.submit.disabled = !this.field.value.trim();
    // Somebody is called already; a second call would only make them wonder whether the first was heard.
    this.person.hidden = this.chat.isWaiting || this.chat.owner === "person";
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  // The box grows with what stands in it. Measured only while it is shown.
  fit() {
    this.field.style.setProperty("height", "auto");
    this.field.style.setProperty("height", `${this.field.scrollHeight}px`);
  }

  #changed() {
    this.storage.keepInTab("text", this.field.value || null);
    const left = LONGEST - this.field.value.length;
    this.count.textContent = left < WARN_BELOW ? this.say("left", { count: left }) : "";
    this.fit();
    this.render();
    if (this.field.value) this.chat.showTyping();
  }

  #pressed(event) {
    if (event.key !== "Enter" || event.shiftKey) return;
    if (event.isComposing || event.keyCode === 229) return; // while Japanese is being converted
    event.preventDefault();
    this.element.requestSubmit();
  }

  #submitted(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text) return;
    this.field.value = "";
    this.#changed();
    this.chat.send(text);
    this.focus();
  }
}
