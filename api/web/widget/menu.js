// The header's menu, and the question before a conversation is left.
import { button, h, icon } from "./dom.js";

export class Menu {
  constructor(chat, say, showNotice) {
    this.chat = chat;
    this.say = say;
    this.items = h("div", { class: "menu", id: "zb-menu", hidden: true });
    this.toggle = button(icon("more"), () => this.#show(this.items.hidden), {
      class: "plain",
      "aria-label": say("menu"),
      "aria-expanded": "false",
      "aria-controls": "zb-menu",
    });
    this.items.append(
      button(say("new"), () => this.#choose(() => this.#ask())),
      button(say("end"), () => this.#choose(() => chat.askSurvey())),
      button(say("privacy"), () => this.#choose(showNotice)),
    );
    this.question = h("div", { class: "question", role: "alertdialog", "aria-labelledby": "zb-question", hidden: true });
    this.element = h("div", { class: "menu-place", on: { focusout: (event) => this.#left(event) } }, this.toggle, this.items);
  }

  // Whether something was open that a press of Escape should close first.
  dismiss() {
    if (!this.items.hidden) {
      this.#show(false);
      this.toggle.focus();
      return true;
    }
    if (!this.question.hidden) {
      this.#answer();
      return true;
    }
    return false;
  }

  render() {
    this.items.children[1].disabled = !this.chat.hasSpoken || this.chat.survey !== null;
  }

  #show(shown) {
    this.items.hidden = !shown;
    this.toggle.setAttribute("aria-expanded", String(shown));
    if (shown) this.items.querySelector("button:enabled").focus();
  }

  #left(event) {
    if (event.relatedTarget && !this.element.contains(event.relatedTarget)) this.#show(false);
  }

  #choose(what) {
    this.#show(false);
    this.toggle.focus();
    what();
  }

  #ask() {
    if (!this.chat.hasSpoken) {
      this.chat.restart();
      return;
    }
    const text = this.say(this.chat.isWaiting ? "new_question_waiting" : "new_question");
    this.question.replaceChildren(
      h("p", { id: "zb-question" }, text),
      h(
        "div",
        { class: "row" },
        button(this.say("new_yes"), () => (this.#answer(), this.chat.restart()), { class: "primary" }),
        button(this.say("new_no"), () => this.#answer(), { class: "secondary" }),
      ),
    );
    this.question.hidden = false;
    this.question.querySelector(".secondary").focus();
  }

  #answer() {
    this.question.hidden = true;
    this.toggle.focus();
  }
}
