// What scripts say: the page brings the words along.
const words = JSON.parse(document.getElementById("words").textContent);

export function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export function span(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return say("minutes", { n: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return say("days", { n: Math.floor(hours / 24) });
  return minutes % 60 ? say("hours_minutes", { h: hours, m: minutes % 60 }) : say("hours", { n: hours });
}
