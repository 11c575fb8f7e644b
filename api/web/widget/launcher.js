// The bubble in the corner, and the small card beside it that offers help.
import { button, h, icon } from "./dom.js";

export class Launcher {
  constructor(say, toggle) {
    this.say = say;
    this.badge = h("span", { class: "badge", hidden: true });
    this.button = button([icon("chat"), icon("close"), this.badge], toggle, {
      class: "launcher",
      "aria-expanded": "false",
      "aria-controls": "zb-panel",
      "aria-label": say("open"),
    });
    this.teaser = h("section", { class: "teaser", hidden: true });
  }

  render(open, unread) {
    this.button.setAttribute("aria-expanded", String(open));
    const label = open ? this.say("close") : unread ? this.say("open_unread", { count: unread }) : this.say("open");
    this.button.setAttribute("aria-label", label);
    this.badge.hidden = open || unread === 0;
    this.badge.textContent = unread > 9 ? "9+" : String(unread);
  }

  // Offers help without getting in the way: nothing is covered, no focus is taken.
  offer(greeting, label, accept) {
    const close = () => (this.teaser.hidden = true);
    this.teaser.setAttribute("aria-label", greeting);
    this.teaser.replaceChildren(
      h("p", { role: "status" }, greeting),
      button(label, () => (close(), accept()), { class: "primary" }),
      button(icon("close"), close, { class: "plain dismiss", "aria-label": this.say("teaser_close") }),
    );
    this.teaser.hidden = false;
  }

  withdraw() {
    this.teaser.hidden = true;
  }
}
