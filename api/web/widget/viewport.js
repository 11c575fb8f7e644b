// On a phone the panel is the whole screen, less the keyboard: what is really seen is measured, not guessed.

const PHONE = "(max-width: 480px), (max-height: 480px)";

export class Viewport {
  #panel;
  #frame = 0;
  #overflow = null;

  constructor(panel) {
    this.#panel = panel;
    this.phone = matchMedia(PHONE);
    this.phone.addEventListener("change", () => this.#lock(!panel.hidden));
    window.visualViewport?.addEventListener("resize", () => this.#measure());
    window.visualViewport?.addEventListener("scroll", () => this.#measure());
  }

  get isPhone() {
    return this.phone.matches;
  }

  opened() {
    this.#measure();
    this.#lock(true);
  }

  closed() {
    this.#lock(false);
  }

  #measure() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      const seen = window.visualViewport;
      // Zoomed in by hand, the panel stays where it is: somebody is reading it.
      if (!seen || seen.scale > 1.05) return;
      this.#panel.style.setProperty("--zb-seen", `${seen.height}px`);
      this.#panel.style.setProperty("--zb-top", `${seen.offsetTop}px`);
    });
  }

  // The page behind does not scroll along. What it had itself is given back.
  #lock(open) {
    const style = document.documentElement.style;
    if (open && this.isPhone && this.#overflow === null) {
      this.#overflow = style.overflow;
      style.overflow = "hidden";
    } else if (this.#overflow !== null && !(open && this.isPhone)) {
      style.overflow = this.#overflow;
      this.#overflow = null;
    }
  }
}
