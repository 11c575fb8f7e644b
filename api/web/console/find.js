// A field that filters what stands on the page: <input data-find=".topic">, and data-words on each of them.
export function filterBy(field) {
  const entries = [...document.querySelectorAll(field.dataset.find)];
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  field.addEventListener("input", () => {
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    for (const entry of entries) {
      const words = plain(entry.dataset.words);
      entry.hidden = !wanted.every((word) => words.includes(word));
    }
    for (const group of document.querySelectorAll("[data-group]")) {
      group.hidden = !group.querySelector(`${field.dataset.find}:not([hidden])`);
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it filters; the form around it is not sent
  });
}
