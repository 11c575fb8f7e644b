// What outlives a page: the conversation (shared by all tabs) and what this tab has not sent yet.
// A browser that forbids storage still gets a chat; it only forgets it with the page.

function box(name) {
  const memory = new Map();
  const kept = () => {
    try {
      return window[name];
    } catch {
      return null;
    }
  };
  return {
    get(key) {
      try {
        const text = kept()?.getItem(key) ?? memory.get(key);
        return text === undefined || text === null ? null : JSON.parse(text);
      } catch {
        return null;
      }
    },
    set(key, value) {
      const text = JSON.stringify(value);
      memory.set(key, text);
      try {
        kept()?.setItem(key, text);
      } catch {
        return; // full or forbidden: memory has it
      }
    },
    remove(key) {
      memory.delete(key);
      try {
        kept()?.removeItem(key);
      } catch {
        return;
      }
    },
  };
}

export class Storage {
  #shared = box("localStorage");
  #tab = box("sessionStorage");

  // `scope` keeps the chats of different servers on one site apart.
  constructor(scope) {
    this.scope = scope;
  }

  get key() {
    return `zenbu:${this.scope}:conversation`;
  }

  get conversation() {
    return this.#shared.get(this.key);
  }

  set conversation(value) {
    if (value) this.#shared.set(this.key, value);
    else this.#shared.remove(this.key);
  }

  // Of this tab: unsent messages, the text in the box, whether the panel is open, what was offered already.
  tab(name) {
    return this.#tab.get(`zenbu:${this.scope}:${name}`);
  }

  keepInTab(name, value) {
    const key = `zenbu:${this.scope}:${name}`;
    if (value === null) this.#tab.remove(key);
    else this.#tab.set(key, value);
  }
}
