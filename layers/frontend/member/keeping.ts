/** The last loaded page, for when the line is gone; forgotten on signing out. */

import { byId } from "../core/dom.ts";
import { t } from "../core/words.ts";
import { forget, KEPT, SCOPE } from "./kept.ts";

/** Keep this page and what it is made of. Only over https, and on the machine itself, do browsers
 * let a page keep itself. */
export async function keepPage(worker: string): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(worker, { scope: SCOPE });
    const isFresh = document.body.dataset["kept"] === "no";
    if (isFresh && !navigator.serviceWorker.controller) await keepNow();
    document.documentElement.dataset["pageKept"] = "yes";
  } catch {
    // a browser that keeps nothing shows the page as long as there is a line
  }
}

/** The first visit, before the worker answers for the page. */
async function keepNow(): Promise<void> {
  const parts = [...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>("link[href], script[src]")];
  const own = parts.map((part) => ("href" in part ? part.href : part.src));
  const cache = await caches.open(KEPT);
  await Promise.all([location.href.replace(/#.*/, ""), ...own].map((address) => keepOne(cache, address)));
}

/** Not the page for signing in, where the session has just ended. */
async function keepOne(cache: Cache, address: string): Promise<void> {
  const answer = await fetch(address);
  if (answer.ok && !answer.redirected) await cache.put(address, answer);
}

/** Say how old the page is: the day too, where it is not of today. */
export function tellAge(): void {
  const shown = new Date(byId("main").dataset["shownAt"] ?? "");
  if (shown.toDateString() !== new Date().toDateString()) {
    const time = byId("shown-at");
    time.textContent = `${shown.getMonth() + 1}-${shown.getDate()} ${time.textContent ?? ""}`;
  }
  const { kept = "no" } = document.body.dataset;
  const mark = (isKept: string) => {
    document.body.dataset["kept"] = isKept;
  };
  window.addEventListener("offline", () => mark("yes"));
  window.addEventListener("online", () => mark(kept)); // no reloading: a form may be half filled in
  byId("again").addEventListener("click", () => location.reload());
}

export function watchSignOut(): void {
  const form = byId<HTMLFormElement>("sign-out");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    byId("main").textContent = t("正在退出…");
    void forget().finally(() => form.submit());
  });
}
