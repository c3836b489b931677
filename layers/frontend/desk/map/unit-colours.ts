/** Colours of the units of a draft: neighbours differ, and a unit keeps its colour as it is redrawn
 * for as long as no neighbour has the same. */

import { GRIDS } from "../../core/palettes.ts";

export interface Borders {
  a: Int32Array;
  b: Int32Array;
}

/** Units that share a border; `unitOf` is the unit of each row, 0 for none. */
export function unitNeighbours({ a, b }: Borders, unitOf: Int32Array): Map<number, Set<number>> {
  const met = new Map<number, Set<number>>();
  for (let border = 0; border < a.length; border++) {
    const one = unitOf[a[border] as number] as number;
    const other = unitOf[b[border] as number] as number;
    if (one === other) continue;
    setOf(met, one).add(other);
    setOf(met, other).add(one);
  }
  for (const unit of unitOf) if (unit) setOf(met, unit);
  met.delete(0);
  for (const others of met.values()) others.delete(0);
  return met;
}

/** A colour number for each unit of `neighbours`; those of `before` stay where they can. */
export function keptColours(
  before: ReadonlyMap<number, number>,
  neighbours: ReadonlyMap<number, ReadonlySet<number>>,
  colours = GRIDS.length,
): Map<number, number> {
  const kept = new Map<number, number>();
  const used = new Array<number>(colours).fill(0);
  const give = (unit: number, colour: number) => {
    kept.set(unit, colour);
    used[colour] = (used[colour] ?? 0) + 1;
  };
  const units = [...neighbours.keys()].sort((one, other) => one - other);
  for (const unit of units) {
    const colour = before.get(unit);
    if (colour !== undefined && !takenBy(neighbours.get(unit), kept).has(colour)) give(unit, colour);
  }
  const degree = (unit: number) => neighbours.get(unit)?.size ?? 0;
  const rest = units.filter((unit) => !kept.has(unit)).sort((one, other) => degree(other) - degree(one) || one - other);
  for (const unit of rest) give(unit, leastUsed(used, takenBy(neighbours.get(unit), kept)));
  return kept;
}

function takenBy(units: ReadonlySet<number> | undefined, colours: ReadonlyMap<number, number>): Set<number> {
  const taken = new Set<number>();
  for (const unit of units ?? []) {
    const colour = colours.get(unit);
    if (colour !== undefined) taken.add(colour);
  }
  return taken;
}

function leastUsed(used: readonly number[], taken: ReadonlySet<number>): number {
  const free = used.map((_, colour) => colour).filter((colour) => !taken.has(colour));
  return free.reduce((best, colour) => ((used[colour] ?? 0) < (used[best] ?? 0) ? colour : best), free[0] ?? 0);
}

function setOf(sets: Map<number, Set<number>>, key: number): Set<number> {
  const found = sets.get(key) ?? new Set<number>();
  sets.set(key, found);
  return found;
}
