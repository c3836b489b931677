/** From where nobody gets to a venue: how many households, where, and how the way was measured. */

import { announce, byId, el } from "../../core/dom.ts";
import { whole } from "../../core/numbers.ts";
import { t } from "../../core/words.ts";
import type { Ground } from "../ground.ts";
import type { MapDesk } from "../map/material.ts";
import { soon } from "./soon.ts";

export type Reached = Pick<Ground, "households" | "farthest" | "onFoot" | "venues" | "unreached">;

/** Cells from which no venue is reached, and the households in them. */
export interface Unreached {
  rows: number[];
  households: number;
}

/** Null where there is nothing to be reached, or no radius within which. */
export function unreachedOf(ground: Reached): Unreached | null {
  if (!ground.farthest || !ground.venues.length) return null;
  const rows = ground.unreached();
  return { rows, households: rows.reduce((sum, row) => sum + (ground.households[row] ?? 0), 0) };
}

export function reachText(ground: Reached, { households }: Unreached): string {
  const values = { count: whole(households), radius: whole(ground.farthest) };
  if (!households) return ground.onFoot ? t("✓ 各户步行 {radius} 米内都有阵地", values) : t("✓ 各户 {radius} 米内都有阵地", values);
  return ground.onFoot ? t("▲ {count} 户步行 {radius} 米到不了任何阵地", values) : t("▲ {count} 户 {radius} 米内没有任何阵地", values);
}

export class ReachPanel {
  readonly #box = byId("desk-reach");

  constructor(private readonly desk: MapDesk) {
    desk.on("ground", soon(() => this.#show()));
    this.#show();
  }

  #show(): void {
    const { ground } = this.desk;
    const found = unreachedOf(ground);
    const told = found ? el("p", {}, reachText(ground, found)) : el("p", { class: "hint" }, t("还没有阵地，或规则没有定服务半径。"));
    const straight = found && !ground.onFoot ? el("p", { class: "hint" }, t("按直线距离：本县底图没有可走的道路。")) : null;
    const acts = found?.rows.length ? this.#button(found) : null;
    this.#box.replaceChildren(el("h2", {}, t("到阵地")), ...[told, straight, acts].filter((one) => one !== null));
  }

  /** They are selected, so that the map marks them and they can be moved. */
  #button({ rows }: Unreached): HTMLElement {
    const button = el("button", { class: "button button-small button-quiet" }, t("在地图上选中这 {count} 个单元", { count: whole(rows.length) }));
    button.addEventListener("click", () => {
      this.desk.select(rows);
      this.desk.look({ rows });
      announce(t("已选中到不了阵地的 {count} 个单元", { count: whole(rows.length) }));
    });
    return button;
  }
}
