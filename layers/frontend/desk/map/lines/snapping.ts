/** Puts a place on what is near: a barrier first, else a corner or an edge of a cell. */

import type { MapDesk, Place } from "../material.ts";
import { alongBarrier, sharedEdges, type Edge } from "./edges.ts";
import { distance, nearestOn } from "./polyline.ts";

export interface Snapped {
  place: Place;
  to: "barrier" | "edge" | null;
}

/** `reach` in the map's metres; corners hold a little further than what lies between them. */
export function snap(desk: MapDesk, place: Place, reach: number): Snapped {
  const rows = desk.shapes.rowsNear([place[0], place[1]], reach);
  const edges: Record<"barrier" | "edge", Edge[]> = { barrier: [], edge: [] };
  rows.forEach((one, at) => {
    for (const other of rows.slice(at + 1)) {
      edges[alongBarrier(desk.ground, one, other) ? "barrier" : "edge"].push(...sharedEdges(desk.shapes, one, other));
    }
  });
  return nearest(edges.barrier, "barrier", place, reach) ?? nearest(edges.edge, "edge", place, reach / 2) ?? { place, to: null };
}

function nearest(edges: readonly Edge[], to: "barrier" | "edge", place: Place, reach: number): Snapped | null {
  const corners = edges.flatMap((edge) => [edge.from, edge.to]);
  const between = edges.map((edge) => nearestOn(edge.from, edge.to, place).place);
  const corner = closest(corners, place, reach);
  const found = corner ?? closest(between, place, reach * 0.8);
  return found ? { place: found, to } : null;
}

function closest(places: readonly Place[], place: Place, reach: number): Place | null {
  let best: Place | null = null;
  for (const one of places) {
    const gap = distance(one, place);
    if (gap <= reach && (!best || gap < distance(best, place))) best = one;
  }
  return best;
}
