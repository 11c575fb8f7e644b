// What a customer thought of it: one question that matters, two more for whoever likes to answer.
import { button, h } from "./dom.js";
import { ApiError } from "./http.js";

const CSAT = [1, 2, 3, 4, 5];
const NPS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

export function surveyCard(chat, say) {
  const comment = h("textarea", { rows: "2", maxlength: "2000", "aria-label": say("comment"), placeholder: say("comment") });
  const send = h("button", { type: "submit", class: "primary", disabled: true }, say("survey_send"));
  const fault = h("p", { class: "fault", role: "alert" });
  const more = h("div", { class: "more", hidden: true }, scale("nps", NPS, say("nps"), String), ends(say), comment);
  const form = h(
    "form",
    { class: "card survey", "aria-label": say("survey"), on: { change, submit } },
    scale("csat", CSAT, say("survey"), (value) => say(`csat_${value}`)),
    more,
    fault,
    h("div", { class: "row" }, send, button(say("survey_later"), () => chat.answerSurvey(null), { class: "link" })),
  );
  return form;

  function change() {
    more.hidden = false;
    send.disabled = false;
    send.scrollIntoView({ block: "nearest" });
  }

  async function submit(event) {
    event.preventDefault();
    const data = new FormData(form);
    const answers = {};
    for (const name of ["csat", "nps"]) if (data.has(name)) answers[name] = Number(data.get(name));
    if (comment.value.trim()) answers.comment = comment.value.trim();
    send.disabled = true;
    try {
      await chat.answerSurvey(answers);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      fault.textContent = say("problem_other");
      send.disabled = false;
    }
  }
}

function scale(name, values, title, label) {
  const choices = values.map((value) =>
    h(
      "label",
      {},
      h("input", { type: "radio", name, value: String(value) }),
      h("span", {}, label(value)),
    ),
  );
  return h("fieldset", { class: `scale ${name}` }, h("legend", {}, title), h("div", { class: "choices" }, choices));
}

function ends(say) {
  return h("p", { class: "ends", "aria-hidden": true }, h("span", {}, say("nps_low")), h("span", {}, say("nps_high")));
}
