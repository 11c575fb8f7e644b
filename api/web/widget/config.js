// What the page says about the chat on the script element: <script src="…/widget.js" async data-…>.

// data-locale     ja or en; the browser's language by default. Replies are always Japanese.
// data-theme      light, dark or auto (by default as the visitor's device).
// data-color      the accent colour.
// data-position   left or right.
// data-identity   the site's signed token (JWT) for a customer who is logged in.
// data-proactive  "on": offers help where somebody seems stuck. Off by default.
// data-customer, data-now: play a case as somebody at some time; the server takes them in development only.
export function readConfig(script) {
  const data = script.dataset;
  const language = data.locale || navigator.language || "ja";
  return {
    base: new URL(".", script.src).href,
    locale: language.toLowerCase().startsWith("ja") ? "ja" : "en",
    theme: ["light", "dark"].includes(data.theme) ? data.theme : "auto",
    color: data.color || null,
    side: data.position === "left" ? "left" : "right",
    identity: data.identity || null,
    proactive: data.proactive === "on",
    customer: data.customer || null,
    now: data.now || null,
  };
}

// Whom a token names, so that one person's conversation is not shown to the next one at the same machine.
export function subject(identity) {
  if (!identity) return null;
  try {
    const payload = identity.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
    return String(JSON.parse(atob(payload)).sub ?? "");
  } catch {
    return ""; // the server will say what is wrong with it
  }
}
