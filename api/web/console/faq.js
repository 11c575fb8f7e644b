// The list of topics: filtering, and looking whether a publication has arrived.
import { filterBy } from "./find.js";

const PAUSE = 4_000;

filterBy(document.getElementById("find"));

async function watch(status) {
  for (;;) {
    await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
    const response = await fetch(location.pathname).catch(() => null); // the network may be back at the next look
    if (!response?.ok) continue;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (page.getElementById("publishing")?.dataset.status !== status) location.reload();
  }
}

const publishing = document.getElementById("publishing");
if (publishing.dataset.watch) watch(publishing.dataset.watch);
