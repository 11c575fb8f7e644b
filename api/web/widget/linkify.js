// Web addresses in a text become links; everything else stays text.
import { h } from "./dom.js";

const ADDRESS = /https?:\/\/[^\s<>"'`、。，．（）「」『』【】！？]+/gi;
const TRAILING = /[.,;:!?)\]}]+$/;

export function linkify(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const address = found[0].replace(TRAILING, "");
    const url = parse(address);
    if (url === null) continue;
    nodes.push(text.slice(from, found.index));
    nodes.push(h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer nofollow" }, address));
    from = found.index + address.length;
  }
  nodes.push(text.slice(from));
  return nodes.filter((node) => node !== "");
}

function parse(address) {
  try {
    const url = new URL(address);
    return url.protocol === "http:" || url.protocol === "https:" ? url : null;
  } catch {
    return null;
  }
}
