// What the widget itself says, in the visitor's language.
import en from "./texts/en.json" with { type: "json" };
import ja from "./texts/ja.json" with { type: "json" };

export function words(locale) {
  const texts = locale === "en" ? en : ja;
  return (name, values = {}) => texts[name].replace(/\{(\w+)\}/g, (_, key) => String(values[key]));
}
