// One message of the log.
import { button, h, icon } from "./dom.js";
import { bookingCard, resultCard } from "./cards.js";
import { linkify } from "./linkify.js";
import { rating } from "./rating.js";
import { time } from "./dates.js";

export function messageItem(message, { say, locale, chat, names }) {
  if (message.role === "notice") {
    return h("p", { class: "note" }, message.text);
  }
  const own = message.role === "customer";
  const speaker = own ? say("you") : message.role === "staff" ? message.author || say("staff") : say("bot");
  const item = h("div", { class: `message ${message.role}`, "data-key": message.key });
  item.append(
    h(
      "p",
      { class: own ? "speaker hidden" : "speaker" },
      speaker,
      message.role === "staff" && h("span", { class: "tag" }, say("staff")),
    ),
    h("div", { class: "bubble", lang: own ? null : "ja" }, paragraphs(message.text)),
  );
  const reply = message.reply;
  if (reply) {
    if (reply.recommendation) item.append(resultCard(reply, { say, names }));
    if (reply.booking) item.append(bookingCard(reply, { say, locale, names, chat }));
    if (reply.sources?.length) item.append(sources(reply.sources, say));
    if (reply.type === "faq") item.append(rating(message, chat, say));
  }
  item.append(h("p", { class: "state", "aria-live": "off" }));
  return item;
}

// What changes about a message: how it stands, and whether its tiles can still be pressed.
export function refresh(element, message, { say, locale, chat, isLast, isNewest }) {
  const line = element.querySelector(":scope > .state");
  if (!line) return;
  for (const tile of element.querySelectorAll(".tile")) tile.disabled = !isLast;
  const handed = message.role === "customer" && isNewest && chat.owner === "person";
  const sign = `${message.state} ${handed} ${message.fault} ${message.at}`;
  if (line.dataset.sign === sign) return;
  line.dataset.sign = sign;
  line.classList.toggle("fault", message.state === "failed");
  line.replaceChildren(...state(message, handed, { say, locale, chat }));
}

function paragraphs(text) {
  return text.split(/\n{2,}/).map((part) => h("p", {}, linkify(part)));
}

function sources(list, say) {
  const titles = [...new Set(list.map((source) => source.title))];
  return h(
    "p",
    { class: "sources" },
    icon("source"),
    h("span", { class: "hidden" }, `${say("sources")}: `),
    titles.map((title, index) => [index ? "、" : "", h("span", {}, title)]),
  );
}

function state(message, handed, { say, locale, chat }) {
  const at = h("time", { datetime: message.at }, time(locale, message.at));
  if (message.state === "failed") {
    const again = button(say("again"), () => chat.sendAgain(message), { class: "link" });
    const fault = h("span", { role: "alert" }, message.fault);
    return message.final ? [fault] : [fault, " ", again];
  }
  if (message.state === "waiting" || message.state === "sending") return [say(message.state)];
  return handed ? [icon("check"), say("sent"), " ", at] : [at];
}
