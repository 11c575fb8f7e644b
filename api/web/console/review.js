// A judgement: only what goes with the chosen fault is asked for, and a verdict follows from it where none was chosen.
for (const turn of document.querySelectorAll(".turn")) {
  const error = turn.querySelector("[data-error]");
  const show = () => {
    turn.classList.toggle("wrong", error.value !== "");
    for (const part of turn.querySelectorAll("[data-for]")) {
      const wanted = part.dataset.for.split(" ");
      part.hidden = error.value === "" || !(wanted.includes("any") || wanted.includes(error.value));
    }
  };
  error.addEventListener("change", () => {
    show();
    const chosen = document.querySelector("[name=verdict]:checked");
    if (error.value && (!chosen || chosen.value === "good")) {
      document.querySelector("[name=verdict][value=flawed]").checked = true;
    }
  });
  show();
}

document.addEventListener("keydown", (event) => {
  // In the fields the browser's own keys hold; a verdict's number works wherever nothing is typed.
  if (event.target.matches("[name=verdict]") && event.key === "Enter") {
    event.preventDefault();
    document.getElementById("judging").requestSubmit();
  }
});
