// Elements, and code to look at and to copy. Text only ever becomes a text node.

const JSON_PARTS = /("(?:\\.|[^"\\])*")(:)?|\b(?:true|false|null)\b|-?\b\d[\d.]*/g;

// An element with properties and children: elements, strings, lists of them, or nothing.
export function h(tag, props, ...children) {
  const element = Object.assign(document.createElement(tag), props);
  element.append(...children.flat(Infinity).filter(Boolean));
  return element;
}

// A block with a name, and a button that copies it.
export function code(label, value) {
  const isText = typeof value === "string";
  const text = isText ? value.trimEnd() : JSON.stringify(value, null, 2);
  const pre = h("pre", { className: isText ? "plain" : "json" }, isText ? text : coloured(text));
  const said = h("span", { role: "status" });
  const copy = h("button", { type: "button", ariaLabel: `Copy: ${label}` }, "Copy");
  copy.onclick = async () => {
    // Where a page may not write there, as on an unsafe line, the text is left selected.
    const write = navigator.clipboard?.writeText(text) ?? Promise.reject();
    said.textContent = await write.then(
      () => "Copied",
      () => getSelection().selectAllChildren(pre) ?? "Selected",
    );
    setTimeout(() => said.replaceChildren(), 2000);
  };
  return h("figure", {}, h("figcaption", {}, h("span", {}, label), said, copy), pre);
}

function coloured(json) {
  let done = 0;
  const parts = [...json.matchAll(JSON_PARTS)].map(({ 0: whole, 1: string = whole, 2: colon, index }) => {
    const before = json.slice(done, index);
    done = index + string.length;
    const className = colon ? "key" : string[0] === '"' ? "text" : "value";
    return [before, h("span", { className }, string)];
  });
  return [parts, json.slice(done)];
}

// A shell line that plays an operation with the examples of its description.
export function curl({ method, path, operation }, shapes, body, accept) {
  const needed = (place) =>
    (operation.parameters ?? [])
      .filter((parameter) => parameter.in === place && parameter.required)
      .map(({ name, schema }) => [name, shapes.example({ examples: [`{${name}}`], ...schema })]);
  const filled = needed("path").reduce((url, [name, value]) => url.replace(`{${name}}`, value), path);
  const query = new URLSearchParams(needed("query"));
  const url = location.origin + filled + (query.size ? `?${query}` : "");
  const streams = accept === "text/event-stream";
  const schemes = operation.security?.map((way) => Object.keys(way)[0]) ?? [];
  return [
    `curl${streams ? " -N" : ""} -X ${method.toUpperCase()}`,
    quoted(url),
    // Where a call may go without a token, it does.
    schemes[0] && !schemes.includes(undefined) && `-H "Authorization: Bearer $${schemes[0].toUpperCase()}_TOKEN"`,
    ...needed("header").map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    streams && `-H 'Accept: ${accept}'`,
    body && "-H 'Content-Type: application/json'",
    body && `-d ${quoted(JSON.stringify(body))}`,
  ]
    .filter(Boolean)
    .join(" \\\n  ");
}

function quoted(text) {
  return /^[\w:/.@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
