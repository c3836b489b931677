/** Which layers show. */

import { byId, el } from "../core/dom.ts";
import { t } from "../core/words.ts";
import { SWITCHES, type Switch } from "../map/plan.ts";

export function offerLayers(changed: (name: Switch, shown: boolean) => void): void {
  const labels: Record<Switch, string> = {
    ground: t("水面、绿地、农田"),
    roads: t("道路、河流、铁路、围墙"),
    compounds: t("小区"),
    buildings: t("建筑"),
    grids: t("网格界线"),
    venues: t("党群服务中心"),
    radius: t("服务半径"),
    cells: t("规划单元"),
  };
  for (const [name, shown] of Object.entries(SWITCHES) as [Switch, boolean][]) {
    const box = el("input", { type: "checkbox", id: `layer-${name}`, checked: shown });
    box.addEventListener("change", () => changed(name, box.checked));
    byId("layers").append(el("div", { class: "check" }, box, el("label", { for: `layer-${name}` }, labels[name])));
  }
}
