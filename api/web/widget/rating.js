// 「お役に立ちましたか？」, and for a "no" what was missing.
import { button, h } from "./dom.js";
import { ApiError } from "./http.js";

export function rating(message, chat, say) {
  const box = h("div", { class: "rating", role: "group", "aria-label": say("helpful") });
  if (message.helpful === null || message.helpful === undefined) ask();
  else thank();
  return box;

  function ask() {
    box.replaceChildren(
      h("span", {}, say("helpful")),
      button(say("yes"), () => rate(true), { class: "small" }),
      button(say("no"), askWhy, { class: "small" }),
    );
  }

  async function askWhy() {
    await rate(false);
    if (message.helpful !== false) return;
    const field = h("input", { type: "text", maxlength: "2000", "aria-label": say("why"), placeholder: say("why") });
    const form = h(
      "form",
      { on: { submit } },
      field,
      h("button", { type: "submit", class: "small" }, say("tell")),
    );
    box.append(form);
    field.focus();

    function submit(event) {
      event.preventDefault();
      const comment = field.value.trim();
      if (comment) rate(false, comment);
    }
  }

  async function rate(helpful, comment) {
    try {
      await chat.rate(message, helpful, comment);
      message = { ...message, helpful };
      thank();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      ask(); // the question simply stays
    }
  }

  function thank() {
    const held = box.contains(box.getRootNode().activeElement);
    box.replaceChildren(h("span", { role: "status", tabindex: "-1" }, say("thanks")));
    if (held) box.firstElementChild.focus({ preventScroll: true }); // the pressed button is gone
  }
}
