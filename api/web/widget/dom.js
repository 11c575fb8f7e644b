// Builds elements. Text only ever becomes a text node: nothing here reads markup.

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  chat: "M4 5.5A2.5 2.5 0 0 1 6.5 3h11A2.5 2.5 0 0 1 20 5.5v8a2.5 2.5 0 0 1-2.5 2.5H11l-4.6 4.1a.8.8 0 0 1-1.4-.6V16A2.5 2.5 0 0 1 4 13.5z",
  close: "m6 6 12 12M18 6 6 18",
  down: "m6 9 6 6 6-6",
  send: "M4.5 12 20 4.5 15.5 20l-3.6-6.2zM11.9 13.8 20 4.5",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
  calendar: "M7 3v3M17 3v3M4 9.5h16M6 5h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z",
  check: "m5 12.5 4.5 4.5L19 7.5",
  source: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
};

// An element with attributes, listeners (`on`), and children: elements, strings, or nothing.
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name === "value") {
      element.value = value;
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  fill(element, children);
  return element;
}

// Puts children into an element, leaving out what is not there.
export function fill(element, children) {
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

export function button(label, press, props = {}) {
  return h("button", { type: "button", on: { click: press }, ...props }, label);
}

// A line drawing that says nothing to a screen reader.
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
