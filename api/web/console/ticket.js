// A ticket: the conversation live, the reply, the copilot, offers.
import { call, Refused } from "./api.js";
import { Composer } from "./composer.js";
import { Copilot } from "./copilot.js";
import { follow, toEnd, update } from "./thread.js";
import { tell } from "./toast.js";
import { say } from "./words.js";

const page = document.querySelector(".case");
const ticket = page.dataset.ticket;
const composer = new Composer(ticket, update);
const copilot = new Copilot(ticket, composer);

function show(view) {
  page.dataset.view = view;
  for (const button of document.querySelectorAll("[data-view-of]")) {
    button.setAttribute("aria-pressed", String(button.dataset.viewOf === view));
  }
  if (view === "talk") toEnd();
}

document.addEventListener("click", async (event) => {
  const view = event.target.closest("[data-view-of]");
  if (view) show(view.dataset.viewOf);
  // A quote leads to where it was said.
  if (event.target.closest('.packet a[href^="#m-"]')) show("talk");
  const offer = event.target.closest("[data-propose]");
  if (offer) {
    offer.disabled = true;
    const { customer, cause, kind, amount } = offer.dataset;
    const wish = { customer_id: customer, ticket_id: ticket, cause, kind, amount: Number(amount) };
    try {
      const proposal = await call("POST", "/recovery/proposals", wish);
      tell(proposal.status === "granted" ? offer.dataset.granted : offer.dataset.waiting);
    } catch (error) {
      offer.disabled = false;
      tell(error instanceof Refused ? say("refused", { detail: error.message }) : say("outage"), true);
    }
  }
});

if (!location.hash) toEnd();
if ("live" in page.dataset) {
  copilot.follow();
  follow(ticket, () => {
    composer.restore();
    copilot.follow();
  });
}
