/** The way to the list keeps the level and the edition that are looked at. */

import { asOf } from "../core/as-of.ts";
import type { Store } from "../core/store.ts";

export function keepLinks(store: Store): void {
  const link = document.querySelector<HTMLAnchorElement>('[data-keep="list"]');
  const base = link?.pathname ?? "";
  const update = () => link?.setAttribute("href", asOf(`${base}?level=${store.state.level}`, store.state.edition));
  store.subscribe(update);
  update();
}
