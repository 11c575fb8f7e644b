// The result of a diagnosis, and where a booking stands, at a glance.
import { button, h, icon } from "./dom.js";
import { day, time } from "./dates.js";

export function yen(say, amount) {
  return say("yen", { amount: amount.toLocaleString("ja-JP") });
}

export function resultCard(reply, { say, names }) {
  const { plan, price, category, urgency, reasons } = reply.recommendation;
  const title = reply.sources?.find((source) => source.id === `plans.${plan}`)?.title ?? names.plan(plan) ?? plan;
  return h(
    "section",
    { class: "card result", "aria-label": say("result") },
    h("h3", {}, say("result")),
    h(
      "dl",
      { class: "facts" },
      pair(say("category"), category),
      pair(say("urgency"), h("span", { class: `level ${LEVELS[urgency] ?? ""}` }, names.urgency(urgency) ?? urgency)),
    ),
    h(
      "div",
      { class: "offer" },
      h("span", { class: "label" }, say("plan")),
      h("strong", {}, title),
      h("span", { class: "price" }, yen(say, price), h("small", {}, `（${say("tax")}）`)),
    ),
    h("h4", { class: "hidden" }, say("reasons")),
    h("ul", { class: "reasons" }, reasons.map((reason) => h("li", {}, icon("check"), h("span", {}, reason)))),
  );
}

const LEVELS = { low: "low", medium: "medium", high: "high" };

export function bookingCard(reply, { say, locale, names, chat }) {
  const booking = reply.booking;
  if (booking.candidates?.length) return candidates(reply, { say, locale, chat });
  const title =
    booking.status === "offered" ? (reply.asks === "confirm" ? "confirmation" : "your_booking") : booking.status;
  const rows = [
    booking.start && pair(say("when"), when(locale, booking.start)),
    booking.plan && pair(say("booking_plan"), names.plan(booking.plan) ?? booking.plan),
    isAmount(booking.price) && pair(say("total"), `${yen(say, booking.price)}（${say("tax")}）`),
    isAmount(booking.fee) && pair(say("fee"), yen(say, booking.fee)),
    booking.booking_id && booking.status !== "offered" && pair(say("booking_id"), booking.booking_id),
  ].filter(Boolean);
  if (!rows.length) return "";
  const settled = ["booked", "rescheduled"].includes(booking.status);
  return h(
    "section",
    { class: `card booking ${settled ? "settled" : ""}`, "aria-label": say(title) },
    h("h3", {}, icon(settled ? "check" : "calendar"), say(title)),
    h("dl", { class: "facts" }, rows),
  );
}

// Which options a candidate card shows as its own tiles.
export function isCandidate(reply, index) {
  return index < (reply.booking?.candidates?.length ?? 0);
}

function candidates(reply, { say, locale, chat }) {
  const tiles = reply.booking.candidates.map((candidate, index) => {
    const option = reply.options[index];
    const tile = button("", () => chat.send(option.value), { class: "tile" });
    tile.append(
      h("span", { class: "day" }, day(locale, candidate.start)),
      h("span", { class: "time" }, `${time(locale, candidate.start)}〜${time(locale, candidate.end)}`),
    );
    return h("li", {}, tile);
  });
  return h(
    "section",
    { class: "card candidates", "aria-label": say("candidates") },
    h("h3", {}, icon("calendar"), say("candidates")),
    h("ul", { class: "tiles" }, tiles),
  );
}

function pair(term, value) {
  return h("div", {}, h("dt", {}, term), h("dd", {}, value));
}

function when(locale, iso) {
  return `${day(locale, iso)} ${time(locale, iso)}`;
}

function isAmount(value) {
  return typeof value === "number";
}
