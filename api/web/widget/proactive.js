// Notices that somebody seems stuck, and offers help once a visit. It counts events; it never reads a value, a field's
// name or a text of the page. Elements marked data-zenbu-topic="…" say what their part of the page is about.

const MINUTE = 60_000;

// Calls `offer(topic)` at most once; topic is the name on the element (or null).
export class Proactive {
  #rules;
  #offer;
  #storage;
  #ended = false;
  #seen = new Map(); // marked element -> whether at least half of it, or half of the screen, is it
  #idleTimer = 0;
  #counts = { form: 0, script: 0 };

  constructor(rules, storage, offer) {
    this.#rules = rules;
    this.#offer = offer;
    this.#storage = storage;
  }

  start() {
    if (this.#storage.tab("offered")) return;
    this.#watchTopics();
    this.#watchIdleness();
    this.#watchForms();
    window.addEventListener("error", () => this.#count("script", this.#rules.script_errors));
    this.#walked("pages", location.pathname);
  }

  // Somebody who has opened the chat by themselves needs no offer.
  end() {
    this.#ended = true;
    clearTimeout(this.#idleTimer);
    this.#storage.keepInTab("offered", true);
  }

  get #topic() {
    const here = [...this.#seen].filter(([, isHere]) => isHere).map(([element]) => element);
    return here.at(-1)?.dataset.zenbuTopic || null;
  }

  #stuck(topic) {
    if (this.#ended) return;
    this.end();
    this.#offer(topic);
  }

  #watchTopics() {
    const marked = document.querySelectorAll("[data-zenbu-topic]");
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting, intersectionRatio, intersectionRect, rootBounds } of entries) {
          const share = rootBounds ? intersectionRect.height / rootBounds.height : 0;
          const isHere = isIntersecting && (intersectionRatio >= 0.5 || share >= 0.5);
          const wasHere = this.#seen.get(target);
          this.#seen.set(target, isHere);
          if (isHere && !wasHere) this.#walked("sections", target.dataset.zenbuTopic);
        }
        this.#rest();
      },
      { threshold: [0, 0.25, 0.5, 0.75] },
    );
    for (const element of marked) observer.observe(element);
  }

  #watchIdleness() {
    for (const event of ["pointermove", "pointerdown", "keydown", "scroll", "wheel", "touchstart"]) {
      window.addEventListener(event, () => this.#rest(), { passive: true, capture: true });
    }
  }

  #rest() {
    clearTimeout(this.#idleTimer);
    const topic = this.#topic;
    if (topic === null || this.#ended) return;
    this.#idleTimer = setTimeout(() => {
      if (document.visibilityState === "visible") this.#stuck(topic);
    }, this.#rules.idle_seconds * 1000);
  }

  // One attempt to send a form is one error, however many fields it has.
  #watchForms() {
    let counted = false;
    const invalid = () => {
      if (counted) return;
      counted = true;
      setTimeout(() => (counted = false));
      this.#count("form", this.#rules.form_errors);
    };
    window.addEventListener("invalid", invalid, { capture: true, passive: true });
  }

  #count(kind, most) {
    this.#counts[kind] += 1;
    if (this.#counts[kind] >= most) this.#stuck(this.#topic);
  }

  // The way through the pages, or the sections, of this visit: A B A B is somebody who does not find what they need.
  #walked(kind, place) {
    const since = Date.now() - this.#rules.back_and_forth_minutes * MINUTE;
    const way = (this.#storage.tab(kind) ?? []).filter((step) => step.at > since);
    if (way.at(-1)?.place === place) return;
    way.push({ place, at: Date.now() });
    this.#storage.keepInTab(kind, way.slice(-2 * this.#rules.back_and_forth - 2));
    if (returns(way) >= this.#rules.back_and_forth) this.#stuck(this.#topic);
  }
}

// How often, at the end of a way, somebody came back to where they were two steps before.
function returns(way) {
  let count = 0;
  for (let index = way.length - 1; index >= 2 && way[index].place === way[index - 2].place; index -= 1) count += 1;
  return count;
}
