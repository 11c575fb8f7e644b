// Days and times as a customer reads them, always on the business's clock.

const ZONE = "Asia/Tokyo";
const formats = new Map();

function format(locale, name, options) {
  const key = `${locale} ${name}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options }));
  return formats.get(key);
}

function parts(locale, moment) {
  const all = format(locale, "day", { month: "long", day: "numeric", weekday: "short" }).formatToParts(moment);
  return Object.fromEntries(all.map((part) => [part.type, part.value]));
}

// 12月5日（土), or Sat, December 5.
export function day(locale, iso) {
  const moment = new Date(iso);
  if (locale !== "ja") {
    return format(locale, "whole day", { month: "long", day: "numeric", weekday: "short" }).format(moment);
  }
  const { month, day: number, weekday } = parts(locale, moment);
  return `${month}${month.endsWith("月") ? "" : "月"}${number}日（${weekday}）`;
}

// 21:00
export function time(locale, iso) {
  return format("en-GB", "time", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(iso));
}

// Whether two moments lie on the same day there.
export function sameDay(one, other) {
  const key = format("en-CA", "key", { year: "numeric", month: "2-digit", day: "2-digit" });
  return key.format(new Date(one)) === key.format(new Date(other));
}
