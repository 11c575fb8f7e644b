// What is told once, at the foot of the page.
const toast = document.getElementById("toast");
let timer = 0;

export function tell(text, bad = false) {
  toast.textContent = text;
  toast.classList.toggle("bad", bad);
  toast.hidden = false;
  dismissToast();
}

// Takes away what the page came with, and its trace in the address.
export function dismissToast() {
  clearTimeout(timer);
  if (toast.hidden) return;
  timer = setTimeout(() => { toast.hidden = true; }, 5_000);
  const here = new URL(location.href);
  if (here.searchParams.has("told")) {
    here.searchParams.delete("told");
    history.replaceState(history.state, "", here);
  }
}
