/** Labels of an answer as the map takes them: grids, and communities where theirs is another. */

import type { Desk } from "../desk.ts";
import type { Shown } from "./talk.ts";

export function onTheMap(desk: Pick<Desk, "labels" | "units" | "unitOf">, { labels, level }: Shown): Int32Array {
  const next = Math.max(0, ...desk.units.keys());
  return labels.map((number, row) => {
    if (number < 0) return next - number; // a new unit, by a number nothing else has
    const same = level === "community" && number === desk.unitOf(row, "community");
    return same ? (desk.labels[row] ?? 0) : number;
  });
}

/** The cells that would belong to another unit. */
export function rowsThatDiffer(labels: Int32Array, now: Int32Array): number[] {
  const rows: number[] = [];
  labels.forEach((number, row) => {
    if (number !== now[row]) rows.push(row);
  });
  return rows;
}
