// Reads JSON Schema: what a shape is called, what limits it, the objects in it, and an example of it.

const LIMITS = {
  enum: "one of ",
  format: "",
  pattern: "matches ",
  minimum: "≥ ",
  exclusiveMinimum: "> ",
  maximum: "≤ ",
  exclusiveMaximum: "< ",
  minLength: "length ≥ ",
  maxLength: "length ≤ ",
  minItems: "items ≥ ",
  maxItems: "items ≤ ",
  minProperties: "entries ≥ ",
  maxProperties: "entries ≤ ",
  default: "default ",
};

const PLAIN = { string: "…", integer: 1, number: 1, boolean: true };
const FORMATS = { "date-time": "2026-11-25T10:00:00+09:00", date: "2026-11-25", email: "name@example.com" };

export class Shapes {
  constructor(description) {
    this.description = description;
  }

  // What a reference stands for, with its name; what is said beside the reference holds. A choice is a choice, of one or any.
  resolve({ $ref, oneOf, ...own }) {
    if (oneOf) return { ...own, anyOf: oneOf };
    if (!$ref) return own;
    const path = $ref.split("/").slice(1);
    const found = path.reduce((part, key) => part[key], this.description);
    return { name: path.at(-1), ...this.resolve(found), ...own };
  }

  type(schema) {
    const shape = this.resolve(schema);
    const inner = insides(shape).map((part) => this.type(part)).join(" or ");
    if (shape.anyOf) return inner;
    if (shape.type === "array") return `array of ${inner}`;
    return shape.name ?? (inner ? `map of ${inner}` : shape.type);
  }

  limits(schema) {
    const shape = this.resolve(schema);
    const own = Object.keys(LIMITS).filter((key) => (shape[key] ?? null) !== null);
    const words = own.map((key) => LIMITS[key] + (shape[key].join?.(", ") ?? shape[key]));
    return [...words, ...insides(shape).flatMap((part) => this.limits(part))];
  }

  // The shapes with named fields: this one, or those it chooses from, lists or maps to.
  objects(schema) {
    const shape = this.resolve(schema);
    return shape.properties ? [shape] : insides(shape).flatMap((part) => this.objects(part));
  }

  // The first example given, or one put together from what is required or has a default.
  example(schema) {
    const shape = this.resolve(schema);
    const given = shape.examples?.[0] ?? shape.default ?? shape.enum?.[0] ?? FORMATS[shape.format] ?? PLAIN[shape.type];
    if (given !== undefined) return given;
    const [first] = insides(shape);
    if (shape.anyOf) return this.example(first);
    if (shape.type === "array") return [this.example(first)];
    const fields = Object.entries(shape.properties ?? {});
    const shown = fields.filter(([name, field]) => shape.required?.includes(name) || (field.default ?? null) !== null);
    const made = Object.fromEntries(shown.map(([name, field]) => [name, this.example(field)]));
    return first ? { ...made, "…": this.example(first) } : made;
  }
}

function insides({ anyOf, items, patternProperties, additionalProperties }) {
  const values = [...Object.values(patternProperties ?? {}), additionalProperties];
  return anyOf ?? (items ? [items] : values.filter((value) => value?.type || value?.$ref || value?.anyOf));
}
