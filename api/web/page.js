// Fills the page from the catalogue. Every word and figure of the company's own comes from there, as text.

const BARS = 96;
const read = (catalogue, path) => path.split(".").reduce((value, key) => value?.[key], catalogue);

function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
}

function yen(amount) {
  return `${amount.toLocaleString("ja-JP")}円`;
}

function fillTexts(catalogue) {
  for (const element of document.querySelectorAll("[data-text]")) {
    const paths = element.dataset.text.split(" ");
    const text = paths.map((path) => read(catalogue, path)).find((value) => value !== undefined && value !== null);
    if (text !== undefined) element.textContent = text;
  }
  for (const list of document.querySelectorAll("[data-list]")) {
    list.replaceChildren(...(read(catalogue, list.dataset.list) ?? []).map((text) => make("li", text)));
  }
}

function fillSections(catalogue) {
  for (const list of document.querySelectorAll("[data-cards]")) {
    for (const { title, text } of read(catalogue, list.dataset.cards)) {
      const item = make("li");
      item.append(make("h3", title), make("p", text));
      list.append(item);
    }
  }
  for (const list of document.querySelectorAll("[data-pairs]")) {
    for (const { title, text } of read(catalogue, list.dataset.pairs)) list.append(pair(title, text));
  }
  for (const place of document.querySelectorAll("[data-questions]")) {
    for (const { title, text } of read(catalogue, place.dataset.questions)) {
      const details = make("details");
      details.append(make("summary", title), make("p", text));
      place.append(details);
    }
  }
}

function pair(title, text) {
  const row = make("div");
  row.append(make("dt", title), make("dd", text));
  return row;
}

function fillPlans({ plans, addons }) {
  for (const plan of plans) {
    const row = make("tr");
    const name = make("th", plan.name);
    name.scope = "row";
    if (plan.fits) name.append(make("small", plan.fits));
    const contents = make("td");
    const list = make("ul");
    if (plan.includes) list.append(make("li", `${plan.includes}の内容すべて`));
    list.append(...plan.contains.map((part) => make("li", part)));
    contents.append(list);
    contents.dataset.label = "内容";
    const hours = make("td", `${plan.hours}時間`);
    hours.dataset.label = "測定時間";
    const price = make("td", yen(plan.price), "price");
    price.dataset.label = "料金（税込）";
    row.append(name, price, hours, contents);
    document.getElementById("plan-rows").append(row);
  }
  const box = document.getElementById("addons");
  box.hidden = addons.length === 0;
  for (const addon of addons) {
    const row = pair(addon.name, addon.text);
    row.firstChild.append(make("span", `${yen(addon.price)}（税込）`, "price"));
    box.querySelector("dl").append(row);
  }
}

// Noise that comes to rest: the taller bars stand on the left, the quiet ones on the right.
function drawWaves(svg) {
  for (let index = 0; index < BARS; index += 1) {
    const along = index / (BARS - 1);
    const calm = (1 - along) ** 1.7;
    const swing = 0.45 + 0.55 * Math.abs(Math.sin(index * 1.93) * Math.cos(index * 0.61));
    const height = 4 + 190 * calm * swing;
    const bar = document.createElementNS(svg.namespaceURI, "rect");
    const values = { x: along * 1188, y: 120 - height / 2, width: 4, height, rx: 2, opacity: 0.12 + 0.3 * calm };
    for (const [name, value] of Object.entries(values)) bar.setAttribute(name, String(Math.round(value * 100) / 100));
    svg.append(bar);
  }
}

function fill(catalogue) {
  const { company, site } = catalogue;
  document.title = `${company.name}｜${company.service}`;
  document.querySelector('meta[name="description"]').content = site?.description ?? company.service;
  for (const element of document.querySelectorAll("[data-when]")) element.hidden = !read(catalogue, element.dataset.when);
  fillTexts(catalogue);
  if (site) fillSections(catalogue);
  fillPlans(catalogue);
  document.body.dataset.ready = "";
  // The section an address names was empty when the browser looked for it.
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

drawWaves(document.querySelector(".waves"));
const response = await fetch("/v1/catalogue").catch(() => null);
if (response?.ok) fill(await response.json());
else document.getElementById("trouble").hidden = false;
