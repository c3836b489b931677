/** The way to the list keeps the level that is looked at. */

import type { Store } from "../core/store.ts";

export function keepLinks(store: Store): void {
  const link = document.querySelector<HTMLAnchorElement>('[data-keep="list"]');
  const base = link?.pathname ?? "";
  const update = () => link?.setAttribute("href", `${base}?level=${store.state.level}`);
  store.subscribe(update);
  update();
}
