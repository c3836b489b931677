/** Which layers show. */

import { byId, el } from "../core/dom.ts";
import { t } from "../core/words.ts";
import type { Switch } from "../map/plan.ts";

/** What the map's layers are called. */
export function layerNames(): Record<Switch, string> {
  return {
    ground: t("水面、绿地、农田"),
    roads: t("道路、河流、铁路、围墙"),
    compounds: t("小区"),
    buildings: t("建筑"),
    grids: t("网格界线"),
    venues: t("党群服务中心"),
    radius: t("服务半径"),
    cells: t("规划单元"),
  };
}

/** A box to check for each layer, in the order of `shown`, which tells whether it shows at first. */
export function offerLayers<Name extends string>(
  names: Record<Name, string>,
  shown: Record<NoInfer<Name>, boolean>,
  changed: (name: Name, shown: boolean) => void,
): void {
  for (const [name, checked] of Object.entries(shown) as [Name, boolean][]) {
    const box = el("input", { type: "checkbox", id: `layer-${name}`, checked });
    box.addEventListener("change", () => changed(name, box.checked));
    byId("layers").append(el("div", { class: "check" }, box, el("label", { for: `layer-${name}` }, names[name])));
  }
}
