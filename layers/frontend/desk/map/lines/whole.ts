/** At the level of communities whole grids change sides: those of which most lies there. */

import type { MapDesk } from "../material.ts";

/** Households a cell without any counts for, so that empty grids have a side too. */
const A_CELL = 1e-6;

/** Of `rows` those that change sides, where `inside` holds the ones the line puts there. */
export function changing(desk: MapDesk, rows: readonly number[], inside: ReadonlySet<number>): number[] {
  if (desk.level === "grid") return rows.filter((row) => inside.has(row));
  const weights = new Map<number, [number, number]>();
  for (const row of rows) {
    const grid = desk.unitOf(row, "grid");
    const [within, all] = weights.get(grid) ?? [0, 0];
    const weight = (desk.ground.households[row] ?? 0) + A_CELL;
    weights.set(grid, [within + (inside.has(row) ? weight : 0), all + weight]);
  }
  return rows.filter((row) => {
    const [within, all] = weights.get(desk.unitOf(row, "grid")) ?? [0, 1];
    return within > all / 2;
  });
}
