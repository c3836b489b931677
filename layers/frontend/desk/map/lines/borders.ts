/** The border of two units under a place on the map. */

import type { MapDesk, Place } from "../material.ts";
import type { Rows } from "../rows.ts";
import { edgesBetween, join, sharedEdges, type Border } from "./edges.ts";
import { distance, locate, nearestOn, type Spot } from "./polyline.ts";

/** A stretch of the common border of `units`; their cells lie on its two sides. */
export interface Common extends Border {
  units: readonly [number, number];
}

/** The stretch of border of two units of the level worked on nearest to a place within `reach`, and where on it. */
export function borderAt(desk: MapDesk, rows: Rows, place: Place, reach: number): { border: Common; spot: Spot } | null {
  const units = unitsBeside(desk, rows, place, reach);
  if (!units) return null;
  const edges = edgesBetween(desk.ground, desk.shapes, rows.unitOf(desk.level), ...units);
  let best: { border: Common; spot: Spot } | null = null;
  for (const one of join(edges)) {
    const spot = locate(one.line, place);
    if (spot && (!best || spot.gap < best.spot.gap)) best = { border: { ...one, units }, spot };
  }
  return best;
}

function unitsBeside(desk: MapDesk, rows: Rows, place: Place, reach: number): readonly [number, number] | null {
  const unitOf = rows.unitOf(desk.level);
  const near = desk.shapes.rowsNear([place[0], place[1]], reach);
  let best = reach;
  let found: readonly [number, number] | null = null;
  near.forEach((one, at) => {
    for (const other of near.slice(at + 1)) {
      const units = [unitOf[one] ?? 0, unitOf[other] ?? 0] as const;
      if (units[0] === units[1] || !units[0] || !units[1]) continue;
      for (const { from, to } of sharedEdges(desk.shapes, one, other)) {
        const gap = distance(nearestOn(from, to, place).place, place);
        if (gap <= best) [best, found] = [gap, units];
      }
    }
  });
  return found;
}
