// What the catalogue calls things: the assistant, plans, degrees of urgency. Asked for once; the chat works without.
import { ApiError } from "./http.js";

export class Names {
  catalogue = null;

  constructor(api) {
    this.api = api;
  }

  get isThere() {
    return this.catalogue !== null;
  }

  // Returns whether there is something new to show.
  async load() {
    if (this.isThere) return false;
    try {
      this.catalogue = await this.api.catalogue();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
    return this.isThere;
  }

  get assistant() {
    return this.catalogue?.company.assistant ?? null;
  }

  plan(id) {
    return this.catalogue?.plans.find((plan) => plan.id === id)?.name ?? null;
  }

  urgency(id) {
    return this.catalogue?.urgencies[id] ?? null;
  }
}
