// What the copilot says beside the reply: drafts that follow the conversation, answers to the staff's questions.
import { call } from "./api.js";
import { say } from "./words.js";

const MOST = 3;

export class Copilot {
  constructor(ticket, composer) {
    this.ticket = ticket;
    this.composer = composer;
    document.addEventListener("submit", (event) => {
      if (event.target.id !== "ask") return;
      event.preventDefault();
      this.ask(event.target.elements.question.value.trim());
    });
  }

  // Drafts for what was said last; those of the handover stay until somebody of ours has answered.
  async follow() {
    const box = document.getElementById("drafts");
    if (!box) return;
    const answered = document.querySelector(".message.staff") !== null;
    const advice = await call("POST", `/tickets/${this.ticket}/copilot`, {}).catch(() => null);
    if (!advice || !box.isConnected) return;
    const template = document.getElementById("draft-template");
    const known = answered ? [] : [...box.children].slice(0, MOST).filter((draft) => !draft.dataset.live);
    const fresh = advice.drafts.filter((draft) => !known.some((old) => old.dataset.text === draft.text));
    const made = fresh.slice(0, MOST - known.length).map((draft) => {
      const button = template.content.cloneNode(true).firstElementChild;
      button.dataset.text = draft.text;
      button.dataset.live = "";
      button.querySelector("b > span").textContent = draft.title;
      button.lastElementChild.textContent = draft.text;
      button.title = draft.grounds.map((ground) => ground.title).join("、");
      return button;
    });
    if (answered && made.length === 0) return;
    box.replaceChildren(...known, ...made);
    [...box.children].forEach((draft, at) => {
      draft.dataset.key = at + 1;
      draft.querySelector("kbd").textContent = at + 1;
    });
  }

  async ask(question) {
    const answer = document.getElementById("answer");
    answer.hidden = false;
    answer.textContent = say("thinking");
    const advice = await call("POST", `/tickets/${this.ticket}/copilot`, { question }).catch(() => null);
    answer.textContent = advice?.answer?.text ?? say("no_answer");
    const grounds = advice?.answer?.grounds ?? [];
    if (grounds.length) {
      const from = document.createElement("small");
      from.className = "soft";
      from.textContent = grounds.map((ground) => ground.title).join("、");
      answer.append(from);
    }
    if (advice?.answer?.reply && this.composer.field) {
      const insert = document.createElement("button");
      insert.type = "button";
      insert.className = "button small";
      insert.textContent = answer.dataset.insert;
      insert.addEventListener("click", () => this.composer.put(advice.answer.reply));
      answer.append(insert);
    }
  }
}
