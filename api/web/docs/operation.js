// One operation: what it is for and who may use it, what goes in, and everything that can come out.

import { code, curl, h } from "./code.js";

// Paragraphs; what stands in backticks is code.
export function prose(text = "") {
  const inline = (part, index) => (index % 2 ? h("code", {}, part) : part);
  return text.split(/\n\s*\n/).map((part) => part && h("p", {}, part.split("`").map(inline)));
}

export function badge(method) {
  return h("span", { className: `method ${method}` }, method.toUpperCase());
}

export function status(number) {
  return h("b", { className: `status of${String(number)[0]}` }, String(number));
}

export function operationSection(entry, shapes) {
  const { id, method, path, operation } = entry;
  const input = operation.requestBody?.content["application/json"];
  const sent = input && examples(input, shapes)[0][1];
  const answers = Object.entries(operation.responses);
  const got = answers
    .filter(([number]) => number < 400)
    .flatMap(([number, { content = {} }]) => Object.entries(content).map(([type, shown]) => [number, type, shown]));
  const types = got.length > 1 ? got.map(([, type]) => type) : [got[0]?.[1]];
  return h("section", { id, className: "operation" },
    h("h3", {}, h("a", { href: `#${id}` }, operation.summary)),
    h("p", { className: "path" }, badge(method), h("code", {}, path)),
    h("div", {},
      prose(operation.description),
      access(operation.security),
      operation.parameters && [h("h4", {}, "Parameters"), parameters(operation.parameters, shapes)],
      input && [h("h4", {}, operation.requestBody.required ? "Body" : "Body (optional)"), fields(input.schema, shapes)],
      h("h4", {}, "Answers"),
      answers.map(([number, answer]) => answered(number, answer, shapes)),
    ),
    h("div", { className: "examples" },
      types.map((type) => code(types.length > 1 ? `Request, ${type}` : "Request", curl(entry, shapes, sent, type))),
      got.map(([number, type, shown]) =>
        examples(shown, shapes).map(([name, value]) => code(`${number} ${type} ${name}`, value)),
      ),
    ),
  );
}

// Name and value of every example given, or of one that the shape gives.
function examples({ schema, example, examples: given }, shapes) {
  if (given) return Object.entries(given).map(([name, { value }]) => [name, value]);
  return [["", example ?? shapes.example(schema)]];
}

function access(security = [{}]) {
  const ways = security.flatMap((way) => Object.keys(way)[0] ?? []);
  const links = ways.map((name) => h("a", { href: `#access-${name}` }, `${name} token`));
  const free = ways.length < security.length && (links.length ? ", or none" : "none needed");
  return h("p", { className: "access" }, "Access: ", links, free);
}

function parameters(list, shapes) {
  return h("ul", {}, list.map(({ name, in: place, required, schema }) => field(name, schema, required, shapes, [], place)));
}

function answered(number, { description, headers = {}, content = {} }, shapes) {
  const names = Object.values(content).flatMap(({ examples: given = {} }) => Object.keys(given));
  const title = [status(number), description, names.map((name) => h("code", {}, name))];
  if (!Object.keys(content).length) return h("p", { className: "answer" }, title);
  const told = Object.entries(headers).map(([name, header]) => ({ ...header, name, in: "header" }));
  return h("details", { className: "answer", open: number < 400 },
    h("summary", {}, title),
    parameters(told, shapes),
    Object.entries(content).map(([type, shown]) => [
      h("p", { className: "media" }, type),
      fields(shown.schema, shapes),
      number >= 400 && examples(shown, shapes).map(([name, value]) => code(name, value)),
    ]),
  );
}

// The fields of a shape, or what kind of value it is where it has none.
function fields(schema, shapes, within = []) {
  const objects = shapes.objects(schema);
  if (!objects.length) return h("p", { className: "kind" }, shapes.type(schema));
  return objects.map(({ name: shape, description, properties, required = [] }) => {
    const rows = Object.entries(properties).map(([name, part]) =>
      field(name, part, required.includes(name), shapes, [...within, shape]),
    );
    return [prose(description), h("ul", {}, rows)];
  });
}

function field(name, schema, required, shapes, within, place) {
  const inner = shapes.objects(schema).filter((shape) => !within.includes(shape.name));
  return h("li", {},
    h("code", {}, name),
    h("span", { className: "kind" }, shapes.type(schema), place && `, ${place}`),
    required && h("b", { className: "required" }, "required"),
    prose(shapes.resolve(schema).description),
    h("p", { className: "kind" }, shapes.limits(schema).join(" · ")),
    inner.map((shape) => h("details", {}, h("summary", {}, shape.name), fields(shape, shapes, within))),
  );
}
