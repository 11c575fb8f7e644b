// Puts what is shown once into the clipboard.
import { tell } from "./toast.js";

document.getElementById("copy").addEventListener("click", async (event) => {
  await navigator.clipboard.writeText(document.getElementById("secret").textContent);
  tell(event.target.dataset.copied);
});
