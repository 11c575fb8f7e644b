// Starts the chat on a page that loads it: <script src="…/widget.js" async></script>. See config.js for what it may say.
import { Chat } from "./chat.js";
import { readConfig } from "./config.js";
import { Api } from "./http.js";
import { Names } from "./names.js";
import { Panel } from "./panel.js";
import { Proactive } from "./proactive.js";
import { Storage } from "./storage.js";
import sheet from "./widget.css" with { type: "css" };
import { words } from "./words.js";

const TAG = "zenbu-chat";

function boot(script) {
  if (document.querySelector(TAG)) return; // loaded twice, shown once
  const config = readConfig(script);
  const say = words(config.locale);
  const api = new Api(config.base);
  const storage = new Storage(new URL(config.base).host + new URL(config.base).pathname);
  const names = new Names(api);
  const chat = new Chat(api, storage, config, say);
  const panel = new Panel({ chat, say, storage, names, config });

  const host = document.createElement(TAG);
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  root.append(panel.element);
  document.body.append(host);

  // Any element of the page can open the chat, without a script of the page's own.
  document.addEventListener("click", (event) => {
    const opener = event.target instanceof Element ? event.target.closest("[data-zenbu-open]") : null;
    if (!opener) return;
    event.preventDefault();
    panel.open();
  });
  if (config.proactive) offerHelp(panel, names, storage, say, chat);
  if (storage.tab("open")) panel.open(false);
  else if (chat.session.isKnown) chat.start(); // staff may have answered meanwhile
}

async function offerHelp(panel, names, storage, say, chat) {
  await names.load();
  const rules = names.catalogue?.proactive;
  if (!rules) return;
  const proactive = new Proactive(rules, storage, (name) => {
    if (panel.isOpen) return;
    const topic = rules.topics[name] ?? null;
    const label = topic ? say("teaser_topic", { topic: topic.title }) : say("teaser_open");
    panel.launcher.offer(rules.greeting, label, () => {
      chat.suggest(topic?.options ?? []);
      panel.open();
    });
  });
  panel.panel.addEventListener("focusin", () => proactive.end(), { once: true });
  proactive.start();
}

const script = document.currentScript;
if (document.body) boot(script);
else document.addEventListener("DOMContentLoaded", () => boot(script), { once: true });
