// The API reference: what /openapi.json describes, as a page to read, to search and to link to.

import { h } from "./code.js";
import { badge, operationSection, prose, status } from "./operation.js";
import { Shapes } from "./shapes.js";

const named = (id) => document.getElementById(id);
const [main, nav, search, menu] = ["main", "contents", "search", "menu"].map(named);

function show(description) {
  const shapes = new Shapes(description);
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const id = method + path.replace(/\W+/g, "-").replace(/-$/, "");
      return { id, method, path, operation, tag: operation.tags?.[0] ?? "other" };
    }),
  );
  showGuide(description, operations);
  for (const tag of new Set(operations.map((entry) => entry.tag))) {
    const entries = operations.filter((entry) => entry.tag === tag);
    const links = entries.map(({ id, method, operation }) => link(id, badge(method), operation.summary));
    const about = description.tags?.find(({ name }) => name === tag)?.description;
    const sections = entries.map((entry) => operationSection(entry, shapes));
    addChapter(tag, links, h("h2", {}, tag), prose(about), sections);
  }
}

function showGuide({ info, components }, operations) {
  const answers = operations.flatMap(({ operation }) => Object.values(operation.responses));
  const examples = answers.flatMap(({ content }) => Object.values(content?.["application/problem+json"]?.examples ?? {}));
  const problems = new Map(examples.map(({ value }) => [value.type, value]));
  const told = [...problems.values()].sort((one, other) => one.status - other.status);
  const tokens = Object.entries(components.securitySchemes);
  addChapter(
    "Guide",
    [link("start", "Start"), link("access", "Access"), link("problems", "Problems")],
    h("section", { id: "start" },
      h("h1", {}, info.title, h("small", {}, info.version)),
      prose(info.summary),
      prose(info.description),
      h("p", {}, "As a file: ", h("a", { href: "/openapi.json" }, "openapi.json")),
    ),
    h("section", { id: "access" },
      h("h2", {}, "Access"),
      prose("A token goes into the header `Authorization: Bearer …`."),
      h("dl", {}, tokens.map(([name, { description }]) => [
        h("dt", { id: `access-${name}` }, `${name} token`),
        h("dd", {}, description),
      ])),
    ),
    h("section", { id: "problems" },
      h("h2", {}, "Problems"),
      h("dl", {}, told.map(({ type, status: number, detail }) => [
        h("dt", {}, status(number), h("code", {}, type)),
        h("dd", {}, detail),
      ])),
    ),
  );
}

function addChapter(title, links, ...content) {
  nav.append(h("div", {}, h("h2", {}, title), h("ul", {}, links)));
  main.append(h("div", { className: "chapter" }, content));
}

function link(id, ...content) {
  return h("li", {}, h("a", { href: `#${id}` }, content));
}

function linkTo({ id }) {
  return nav.querySelector(`[href="#${id}"]`);
}

// Shows the operations that hold every word looked for, and the links to them; everything, if none is looked for.
function look(words) {
  search.value = words;
  const wanted = words.toLowerCase().split(/\s+/);
  for (const section of main.querySelectorAll("section")) {
    const text = section.className === "operation" ? section.textContent.toLowerCase() : "";
    section.hidden = !wanted.every((word) => text.includes(word));
    linkTo(section).parentElement.hidden = section.hidden;
  }
  const left = main.querySelectorAll(".operation:not([hidden])").length;
  named("found").textContent = words && `Operations found: ${left}`;
}

function openMenu(isOpen) {
  menu.ariaExpanded = String(isOpen);
}

function listen() {
  search.oninput = () => {
    look(search.value);
    openMenu(false);
    scrollTo(0, 0);
  };
  menu.onclick = () => openMenu(menu.ariaExpanded === "false");
  document.onclick = ({ target }) => {
    const to = target.closest("a")?.hash;
    if (!to) return;
    openMenu(false);
    if (named(to.slice(1)).closest("[hidden]")) look("");
  };
  document.onkeydown = (event) => {
    if (event.key === "Escape") {
      openMenu(false);
      look("");
    } else if (event.key === "/" && event.target !== search) {
      event.preventDefault();
      search.focus();
    }
  };
}

// Marks the link to what is being read.
function follow() {
  const observer = new IntersectionObserver(
    (entries) => {
      const read = entries.find((entry) => entry.isIntersecting);
      if (!read) return;
      nav.querySelector("[aria-current]")?.removeAttribute("aria-current");
      linkTo(read.target).ariaCurrent = "true";
      linkTo(read.target).scrollIntoView({ block: "nearest" });
    },
    { rootMargin: "-10% 0px -80%" },
  );
  for (const section of main.querySelectorAll("section")) observer.observe(section);
}

async function start() {
  const response = await fetch("/openapi.json").catch(() => null);
  if (!response?.ok) {
    named("trouble").hidden = false;
    return;
  }
  show(await response.json());
  listen();
  follow();
  // The place asked for was not there when the browser looked for it.
  if (location.hash) location.replace(location.hash);
}

start();
