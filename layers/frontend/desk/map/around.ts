/** The cells around a selection in the order of the clock, to step through by keyboard. */

import type { MapDesk, Place } from "./material.ts";

/** Rows that border the selection (or `standing`, where nothing is selected), clockwise from north
 * around its middle. */
export function ringAround(desk: MapDesk, standing: number | null): number[] {
  const inside = desk.selection.size ? [...desk.selection] : standing === null ? [] : [standing];
  const taken = new Set(inside);
  const ring = new Set(inside.flatMap((row) => desk.ground.neighbours(row)).filter((row) => !taken.has(row)));
  const middle = middleOf(desk, inside);
  return [...ring].sort((one, other) => bearing(desk, middle, one) - bearing(desk, middle, other) || one - other);
}

/** The row after or before the one stood on; the next one of the clock where that is not in the ring. */
export function stepAround(desk: MapDesk, standing: number | null, step: 1 | -1): number | null {
  const ring = ringAround(desk, standing);
  if (!ring.length) return null;
  const at = standing === null ? -1 : ring.indexOf(standing);
  if (at >= 0) return ring[(at + step + ring.length) % ring.length] as number;
  return ring[step === 1 ? 0 : ring.length - 1] as number;
}

function middleOf({ ground }: MapDesk, rows: readonly number[]): Place {
  const mean = (values: Float64Array) => rows.reduce((sum, row) => sum + (values[row] ?? 0), 0) / (rows.length || 1);
  return [mean(ground.x), mean(ground.y)];
}

/** Clockwise from north, 0 to a full turn. */
function bearing({ ground }: MapDesk, [x, y]: Place, row: number): number {
  const angle = Math.atan2((ground.x[row] ?? 0) - x, (ground.y[row] ?? 0) - y);
  return angle < 0 ? angle + 2 * Math.PI : angle;
}
