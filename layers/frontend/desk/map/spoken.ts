/** Words for what is picked, for the bar over the map and for those who listen. */

import { announce } from "../../core/dom.ts";
import { whole } from "../../core/numbers.ts";
import { t } from "../../core/words.ts";
import { fullName } from "../panels/names.ts";
import type { MapDesk } from "./material.ts";

export function householdsOf(desk: MapDesk, rows: Iterable<number>): number {
  let sum = 0;
  for (const row of rows) sum += desk.ground.households[row] ?? 0;
  return sum;
}

/** One cell: its number, households, compound and unit. */
export function cellText(desk: MapDesk, row: number): string {
  const { ground } = desk;
  const compound = ground.compounds[ground.compound[row] ?? -1]?.name ?? "";
  const parts = [
    t("单元 {number}", { number: ground.number[row] ?? row }),
    compound,
    t("{count} 户", { count: whole(ground.households[row]) }),
    fullName(desk, desk.unitOf(row, "grid")),
    desk.locked.has(row) ? t("已锁定") : "",
    desk.selection.has(row) ? t("已选中") : "",
  ];
  return parts.filter(Boolean).join(t("，"));
}

/** How much is selected: cells and households. */
export function selectionText(desk: MapDesk): string {
  const count = t("{count} 个单元", { count: whole(desk.selection.size) });
  return `${count} · ${t("{count} 户", { count: whole(householdsOf(desk, desk.selection)) })}`;
}

/** Tell what a gesture has selected. */
export function sayTaken(desk: MapDesk, rows: readonly number[]): void {
  if (!desk.selection.size) return announce(t("没有选中单元。"));
  const [only] = rows;
  const one = rows.length === 1 && only !== undefined ? `${cellText(desk, only)}${t("。")}` : "";
  announce(`${one}${t("共选中 {what}。", { what: selectionText(desk) })}`);
}
