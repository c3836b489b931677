/** What the figures of a level are taken from: sums over cells and borders, the same as the
 * server's `Measure`, over the same cells in the same order. Nothing here changes with labels. */

import type { Ground, Judging } from "./ground.ts";
import type { Figures, UnitLevel } from "./wire.ts";

export type Kind = "consolidation" | "division";

const measures = new WeakMap<Ground, Map<string, Measure>>();

/** The measure of one level in a draft of this kind, made once for a ground. Grids of a division
 * hang together within the communities as they are; all else within subdistricts. */
export function measureOf(ground: Ground, level: UnitLevel, kind: Kind): Measure {
  const known = measures.get(ground) ?? new Map<string, Measure>();
  measures.set(ground, known);
  const within = level === "grid" && kind === "division" ? ground.community : ground.subdistrict;
  const name = `${level} ${within === ground.community}`;
  const measure = known.get(name) ?? new Measure(ground, ground.judging[level], within);
  known.set(name, measure);
  return measure;
}

export class Measure {
  /** Whether cells of one unit hang together over a border. */
  private readonly links: Uint8Array;
  /** What a border weighs in the cut. */
  readonly weight: Float64Array;
  private readonly seen: Int32Array;
  private turn = 0;

  constructor(
    readonly ground: Ground,
    private readonly judging: Judging,
    parent: Int32Array,
  ) {
    this.links = linksOf(ground, judging, parent);
    this.weight = weightOf(ground, judging);
    this.seen = new Int32Array(ground.n);
  }

  /** The figures of some units under any labels; null for one without cells. */
  of(units: readonly number[], labels: Int32Array, spread: Int32Array): Map<number, Figures | null> {
    const place = new Map(units.map((unit, at) => [unit, at]));
    const sums = units.map(() => new Sums());
    const own: number[] = [];
    const slot = slotsOf(units, labels);
    for (let row = 0; row < labels.length; row++) {
      if ((slot[labels[row] as number] as number) > 0) own.push(row);
    }
    this.markOwnVenues(place, sums, labels);
    for (const row of own) this.add(sums[(slot[labels[row] as number] as number) - 1] as Sums, row, labels, spread);
    this.countPieces(own, labels, (row) => sums[(slot[labels[row] as number] as number) - 1] as Sums);
    return new Map(units.map((unit, at) => [unit, this.figuresFrom(sums[at] as Sums)]));
  }

  private markOwnVenues(place: Map<number, number>, sums: Sums[], labels: Int32Array): void {
    for (const row of this.ground.venueRow) {
      const at = place.get(labels[row] as number);
      if (at !== undefined) (sums[at] as Sums).hasVenue = true;
    }
  }

  private add(sums: Sums, row: number, labels: Int32Array, spread: Int32Array): void {
    const { ground } = this;
    sums.units++;
    sums.households += ground.households[row] as number;
    sums.estimated += ground.estimated[row] as number;
    sums.population += ground.population[row] as number;
    sums.area += ground.area[row] as number;
    sums.outer += ground.outer[row] as number;
    const compound = ground.compound[row] as number;
    if (compound >= 0 && (spread[compound] as number) > 1) sums.torn.add(compound);
    if (this.served(sums, row, labels)) sums.served += ground.households[row] as number;
    const { start, border, other } = ground.adjacent;
    for (let at = start[row] as number; at < (start[row + 1] as number); at++) {
      if (labels[other[at] as number] === labels[row]) continue;
      const metres = ground.length[border[at] as number] as number;
      sums.border += metres;
      if ((ground.barrier[border[at] as number] as number) >= 0) sums.along += metres;
    }
  }

  /** Near a venue of its unit, or near any where the unit has none. */
  private served(sums: Sums, row: number, labels: Int32Array): boolean {
    const { reachStart, reachVenue, reachMetres, venueRow } = this.ground;
    const radius = this.judging.service_radius;
    if (radius === null) return false;
    for (let at = reachStart[row] as number; at < (reachStart[row + 1] as number); at++) {
      if ((reachMetres[at] as number) > radius) continue;
      const unit = labels[venueRow[reachVenue[at] as number] as number];
      if (!sums.hasVenue || unit === labels[row]) return true;
    }
    return false;
  }

  private countPieces(own: readonly number[], labels: Int32Array, sumsOf: (row: number) => Sums): void {
    const { start, border, other } = this.ground.adjacent;
    const turn = ++this.turn;
    const waiting: number[] = [];
    for (const first of own) {
      if (this.seen[first] === turn) continue;
      sumsOf(first).pieces++;
      this.seen[first] = turn;
      waiting.push(first);
      for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
        for (let at = start[row] as number; at < (start[row + 1] as number); at++) {
          const beyond = other[at] as number;
          if (this.seen[beyond] === turn || labels[beyond] !== labels[row] || !this.links[border[at] as number]) continue;
          this.seen[beyond] = turn;
          waiting.push(beyond);
        }
      }
    }
  }

  private figuresFrom(sums: Sums): Figures | null {
    if (!sums.units) return null;
    const perimeter = sums.outer + sums.border;
    const { min_households: least, max_households: most, service_radius: radius } = this.judging;
    const over = Math.max(0, sums.households - most);
    const under = Math.min(0, sums.households - least);
    const judged = radius !== null && this.ground.venues.length > 0;
    return {
      units: sums.units,
      households: sums.households,
      estimated_households: sums.estimated,
      deviation: over || under,
      pieces: sums.pieces,
      population: sums.population,
      area: sums.area,
      perimeter,
      density: sums.area ? (sums.population / sums.area) * 1e6 : null,
      compactness: perimeter ? (4 * Math.PI * sums.area) / perimeter ** 2 : null,
      barrier_share: share(sums.along, sums.border),
      compounds_split: sums.torn.size,
      served_share: judged ? share(sums.served, sums.households) : null,
    };
  }
}

/** What the cells of one unit come to. */
class Sums {
  units = 0;
  households = 0;
  estimated = 0;
  population = 0;
  area = 0;
  outer = 0;
  border = 0;
  along = 0;
  served = 0;
  pieces = 0;
  hasVenue = false;
  readonly torn = new Set<number>();
}

/** Borders over which cells of one unit hang together. */
function linksOf(ground: Ground, judging: Judging, parent: Int32Array): Uint8Array {
  const { a, b, barrier, length } = ground;
  const forbidden = new Set(judging.forbidden_barriers.map((name) => ground.barriers.indexOf(name)));
  forbidden.delete(-1);
  const links = new Uint8Array(a.length);
  for (let at = 0; at < a.length; at++) {
    const same = parent[a[at] as number] === parent[b[at] as number];
    links[at] = same && (length[at] as number) > 0 && !forbidden.has(barrier[at] as number) ? 1 : 0;
  }
  return links;
}

/** What each border weighs in the cut. */
function weightOf(ground: Ground, judging: Judging): Float64Array {
  const { a, b, barrier, compound, length } = ground;
  const factors = ground.barriers.map((name) => judging.barrier_weight[name] ?? 1);
  return length.map((metres, at) => {
    const one = compound[a[at] as number] as number;
    const same = one >= 0 && one === compound[b[at] as number];
    return metres * (same ? judging.compound_weight : (factors[barrier[at] as number] ?? 1));
  });
}

/** By unit number, one more than its place among `units`, 0 for the others. */
function slotsOf(units: readonly number[], labels: Int32Array): Int32Array {
  let highest = 0;
  for (let row = 0; row < labels.length; row++) if ((labels[row] as number) > highest) highest = labels[row] as number;
  const slot = new Int32Array(Math.max(highest, ...units) + 1);
  units.forEach((unit, at) => (slot[unit] = at + 1));
  return slot;
}

export function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
