/** Colours for areas such that neighbours differ. Borders are exactly noded: neighbours share
 * corner points, so shared coordinates are enough to know them. */

export interface Area {
  id: string;
  /** All corner points, lon/lat or metres. */
  points: readonly (readonly number[])[];
}

/** Pairs of areas that share at least two corner points: a border, not only a corner. */
export function neighboursOf(areas: readonly Area[]): Map<string, Set<string>> {
  const owners = new Map<string, string[]>();
  for (const { id, points } of areas) {
    for (const key of new Set(points.map(([x, y]) => `${x},${y}`))) {
      owners.set(key, [...(owners.get(key) ?? []), id]);
    }
  }
  const shared = new Map<string, Map<string, number>>(areas.map(({ id }) => [id, new Map()]));
  for (const ids of owners.values()) {
    for (const a of ids) {
      for (const b of ids) if (a !== b) count(shared.get(a), b);
    }
  }
  return new Map([...shared].map(([id, met]) => [id, keysFrom(met, 2)]));
}

/** A colour number for each area, the least used of those no neighbour has. */
export function coloursFor(areas: readonly Area[], colours: number): Map<string, number> {
  const neighbours = neighboursOf(areas);
  const order = [...areas].sort((a, b) => size(neighbours, b.id) - size(neighbours, a.id) || (a.id < b.id ? -1 : 1));
  const chosen = new Map<string, number>();
  const used = new Array<number>(colours).fill(0);
  for (const { id } of order) {
    const taken = new Set([...(neighbours.get(id) ?? [])].map((other) => chosen.get(other)));
    const colour = leastUsed(used, taken);
    chosen.set(id, colour);
    used[colour] = (used[colour] ?? 0) + 1;
  }
  return chosen;
}

function leastUsed(used: readonly number[], taken: ReadonlySet<number | undefined>): number {
  let best = -1;
  for (let colour = 0; colour < used.length; colour++) {
    if (taken.has(colour)) continue;
    if (best < 0 || (used[colour] ?? 0) < (used[best] ?? 0)) best = colour;
  }
  return Math.max(best, 0);
}

function count(met: Map<string, number> | undefined, other: string): void {
  met?.set(other, (met.get(other) ?? 0) + 1);
}

function keysFrom(met: Map<string, number>, least: number): Set<string> {
  return new Set([...met].filter(([, times]) => times >= least).map(([id]) => id));
}

function size(neighbours: Map<string, Set<string>>, id: string): number {
  return neighbours.get(id)?.size ?? 0;
}
