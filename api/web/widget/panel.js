// The window: header, strips, log, box; how it opens and closes, and where the focus goes.
import { Banner } from "./banner.js";
import { Composer } from "./composer.js";
import { button, h, icon } from "./dom.js";
import { Launcher } from "./launcher.js";
import { Log } from "./log.js";
import { Menu } from "./menu.js";
import { Viewport } from "./viewport.js";

export class Panel {
  #chat;
  #say;
  #storage;
  #names;
  #drawing = 0;

  constructor({ chat, say, storage, names, config }) {
    this.#chat = chat;
    this.#say = say;
    this.#storage = storage;
    this.#names = names;
    this.launcher = new Launcher(say, () => (this.isOpen ? this.close() : this.open()));
    this.log = new Log(chat, say, config.locale, names);
    this.composer = new Composer(chat, storage, say);
    this.banner = new Banner(chat, say);
    this.menu = new Menu(chat, say, () => this.#showNotice());
    this.title = h("h2", { id: "zb-title" }, say("title"));
    this.subtitle = h("p", { class: "subtitle" });
    this.loading = h("p", { class: "loading", role: "status", hidden: true }, say("connecting"));
    this.panel = h(
      "section",
      { class: "panel", id: "zb-panel", role: "dialog", "aria-labelledby": "zb-title", lang: config.locale, hidden: true },
      this.#header(),
      this.banner.element,
      this.loading,
      this.log.element,
      this.composer.element,
      this.menu.question,
    );
    this.viewport = new Viewport(this.panel);
    this.element = h(
      "div",
      {
        class: `zb ${config.side}`,
        "data-theme": config.theme,
        lang: config.locale,
        on: { keydown: (event) => this.#pressed(event) },
      },
      this.panel,
      this.launcher.teaser,
      this.launcher.button,
    );
    if (config.color) this.element.style.setProperty("--zb-accent", config.color);
    chat.addEventListener("change", () => this.#soon());
    document.addEventListener("visibilitychange", () => this.#look());
    this.#render();
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  async open(focus = true) {
    this.launcher.withdraw();
    this.panel.hidden = false;
    this.#storage.keepInTab("open", true);
    this.viewport.opened();
    this.panel.setAttribute("aria-modal", String(this.viewport.isPhone));
    this.#look();
    this.#render();
    this.composer.fit();
    if (this.#chat.hasSpoken) this.log.toEnd();
    // On a phone the keyboard would hide the greeting before it was read.
    if (focus) (this.viewport.isPhone ? this.closer : this.composer.field).focus({ preventScroll: true });
    this.#names.load().then((news) => news && this.#render());
    await this.#chat.start();
  }

  close() {
    this.panel.hidden = true;
    this.#storage.keepInTab("open", null);
    this.viewport.closed();
    this.#look();
    this.#render();
    this.launcher.button.focus({ preventScroll: true });
  }

  #header() {
    this.closer = button(icon("close"), () => this.close(), { class: "plain", "aria-label": this.#say("close") });
    return h(
      "header",
      {},
      h("span", { class: "mark", "aria-hidden": true }, icon("chat")),
      h("div", { class: "who" }, this.title, this.subtitle),
      this.menu.element,
      this.closer,
    );
  }

  #showNotice() {
    const notice = this.log.intro.querySelector("details");
    if (!notice) return;
    notice.open = true;
    notice.querySelector("summary").focus();
    this.log.scroller.scrollTop = 0;
  }

  #look() {
    this.#chat.look(this.isOpen && document.visibilityState === "visible");
  }

  // Many changes in one turn of the event loop are drawn once. A hidden tab has no frames, but may be read out.
  #soon() {
    if (this.#drawing) return;
    this.#drawing = setTimeout(() => {
      this.#drawing = 0;
      this.#render();
    });
  }

  #render() {
    this.launcher.render(this.isOpen, this.#chat.unread);
    this.element.classList.toggle("open", this.isOpen);
    if (!this.isOpen) return;
    const held = this.panel.getRootNode().activeElement;
    this.title.textContent = this.#names.assistant ?? this.#say("title");
    this.subtitle.textContent = this.#subtitle();
    this.loading.hidden = this.#chat.phase !== "opening" || this.#chat.thread.last !== null;
    this.banner.render();
    this.log.render();
    this.composer.render();
    this.menu.render();
    // What was pressed may be gone, or switched off, by what it did.
    if (held && held !== this.launcher.button && (held.matches(":disabled") || !held.checkVisibility())) {
      (this.viewport.isPhone ? this.log.scroller : this.composer.field).focus({ preventScroll: true });
    }
  }

  #subtitle() {
    if (this.#chat.owner === "person") {
      return this.#say("subtitle_staff", { author: this.#chat.author ?? this.#say("staff") });
    }
    return this.#say("subtitle_bot"); // also to somebody who waits: until a person is there, the bot answers
  }

  #pressed(event) {
    if (event.key === "Escape" && this.isOpen && !event.isComposing) {
      event.stopPropagation();
      if (!this.menu.dismiss()) this.close();
    } else if (event.key === "Tab" && this.isOpen && this.viewport.isPhone) {
      this.#keepInside(event);
    }
  }

  // The panel covers the page on a phone: the focus does not wander off behind it.
  #keepInside(event) {
    const stops = [...this.panel.querySelectorAll("button, textarea, input, a[href], summary, [tabindex='0']")].filter(
      (stop) => !stop.disabled && stop.checkVisibility(),
    );
    const [first, last] = [stops[0], stops.at(-1)];
    const active = this.panel.getRootNode().activeElement;
    if (event.shiftKey ? active === first : active === last) {
      event.preventDefault();
      (event.shiftKey ? last : first).focus();
    }
  }
}
