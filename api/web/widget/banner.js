// The strips under the header: who takes care now, and why nothing gets through.
import { button, fill, h, icon } from "./dom.js";

export class Banner {
  #chat;
  #say;
  #timer = 0;

  constructor(chat, say) {
    this.#chat = chat;
    this.#say = say;
    this.handover = h("div", { class: "strip handover", role: "status", hidden: true });
    this.trouble = h("div", { class: "strip trouble", role: "status", hidden: true });
    this.element = h("div", { class: "strips" }, this.handover, this.trouble);
  }

  render() {
    this.#renderHandover();
    this.#renderTrouble();
  }

  #renderHandover() {
    const { handover, owner, author } = this.#chat;
    const waits = this.#chat.isWaiting;
    const claimed = owner === "person" || handover?.status === "claimed";
    const title = claimed
      ? this.#say("handover_claimed", { author: author ?? this.#say("staff") })
      : this.#say("handover_waiting");
    const promise = claimed ? "" : (handover?.promise ?? "");
    const sign = waits ? `${title} ${promise}` : "";
    if (this.handover.dataset.sign === sign) return;
    this.handover.dataset.sign = sign;
    this.handover.hidden = !waits;
    this.handover.classList.toggle("claimed", claimed);
    this.handover.replaceChildren();
    if (waits) {
      fill(this.handover, [
        icon("person"),
        h("div", {}, h("strong", {}, title), promise && h("p", {}, promise)),
      ]);
    }
  }

  #renderTrouble() {
    clearTimeout(this.#timer);
    const trouble = this.#chat.trouble;
    this.trouble.hidden = trouble === null;
    if (trouble === null) {
      this.trouble.replaceChildren();
      return;
    }
    const seconds = Math.max(1, Math.ceil(((trouble.until ?? 0) - Date.now()) / 1000));
    const text = this.#say(trouble.why, { seconds });
    if (this.trouble.dataset.why !== trouble.why || !this.trouble.children.length) {
      this.trouble.dataset.why = trouble.why;
      this.trouble.replaceChildren(
        h("p", {}, text),
        ["pending", "busy", "problem_identity"].includes(trouble.why)
          ? ""
          : button(this.#say("retry"), () => this.#chat.tryNow(), { class: "small" }),
      );
    } else {
      this.trouble.firstElementChild.textContent = text;
    }
    if (trouble.why === "busy" && seconds > 1) this.#timer = setTimeout(() => this.#renderTrouble(), 1000);
  }
}
