// Server-sent events read from a fetch response, so that a token can travel in a header.

// Yields {event, data, id, retry}; a comment (the heartbeat) as {event: "comment"}.
export async function* readEvents(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let fields = {};
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      for (const line of lines) {
        if (line === "") {
          if (Object.keys(fields).length) yield fields;
          fields = {};
        } else if (line.startsWith(":")) {
          yield { event: "comment" };
        } else {
          take(fields, line);
        }
      }
    }
  } finally {
    reader.cancel().catch(() => {}); // whoever stops reading has said all there is to say
  }
}

function take(fields, line) {
  const at = line.indexOf(":");
  const name = at < 0 ? line : line.slice(0, at);
  const value = at < 0 ? "" : line.slice(at + 1).replace(/^ /, "");
  if (name === "data") fields.data = "data" in fields ? `${fields.data}\n${value}` : value;
  else if (name === "event" || name === "id") fields[name] = value;
  else if (name === "retry" && /^\d+$/.test(value)) fields.retry = Number(value);
}
