/** The cells of a draft: counts, borders, and who is whose neighbour. Cells are rows 0 to n - 1. */

import { adjacency, type Adjacency } from "./adjacency.ts";
import { Packet } from "./packet.ts";
import type { UnitLevel } from "./wire.ts";

/** How units of one level are judged: what turns sums into figures. */
export interface Judging {
  min_households: number;
  max_households: number;
  service_radius: number | null;
  /** Barrier classes over which cells do not hang together. */
  forbidden_barriers: string[];
  /** What a metre of border along a class weighs in the cut, 1 where nothing is said. */
  barrier_weight: Record<string, number>;
  /** What a metre of border inside one compound weighs. */
  compound_weight: number;
}

export interface Compound {
  id: number;
  name: string;
}

export interface Community {
  id: string;
  name: string;
  code: string;
}

export interface Venue {
  id: string;
  name: string;
  lonlat: [number, number] | null;
}

interface Header {
  rows: number;
  barriers: string[];
  compounds: Compound[];
  communities: Community[];
  venues: Venue[];
  /** Metres are walked along roads; false: as the crow flies, for want of roads. */
  on_foot: boolean;
  /** The metres within which venues are looked for: the largest radius judged by, 0 for none. */
  farthest: number;
  judging: Record<UnitLevel, Judging>;
}

/** The server's answer to `/ground`. */
export function readGround(buffer: ArrayBuffer): Ground {
  return new Ground(new Packet<Header>(buffer));
}

export class Ground {
  readonly n: number;
  /** Inner points in EPSG:3857. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Households as the rule set counts them, and how many of them are estimated. */
  readonly households: Int32Array;
  readonly estimated: Int32Array;
  readonly dwellings: Int32Array;
  readonly population: Int32Array;
  readonly area: Float64Array;
  /** Metres of border that no other cell of the draft shares. */
  readonly outer: Float64Array;
  /** The cell's number in its cell set, and of which of the draft's cuts it is a piece (0: none). */
  readonly number: Int32Array;
  readonly piece: Int32Array;
  /** How many buildings stand in it: a cell with one is never cut. */
  readonly buildings: Int32Array;
  /** Places in `compounds` and `communities`, -1 for none. */
  readonly compound: Int32Array;
  readonly community: Int32Array;
  /** Which cells lie in one subdistrict: a code each, without a name. */
  readonly subdistrict: Int32Array;
  readonly compounds: Compound[];
  readonly communities: Community[];
  /** Borders: two rows each, metres, and a place in `barriers` or -1; one per pair and class. */
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly length: Float64Array;
  readonly barrier: Int32Array;
  readonly barriers: string[];
  /** Venues, the row each stands in; within reach of row r are those at reachStart[r] to r + 1. */
  readonly venues: Venue[];
  readonly venueRow: Int32Array;
  readonly reachStart: Int32Array;
  readonly reachVenue: Int32Array;
  readonly reachMetres: Float64Array;
  /** Metres to the nearest venue, NaN where none is within reach. */
  readonly nearest: Float64Array;
  readonly onFoot: boolean;
  readonly farthest: number;
  readonly judging: Record<UnitLevel, Judging>;
  readonly adjacent: Adjacency;
  private rowsByCompound: Int32Array[] | null = null;

  constructor(packet: Packet<Header>) {
    const header = packet.header;
    this.n = header.rows;
    this.x = packet.numbers("x");
    this.y = packet.numbers("y");
    this.households = packet.whole("households");
    this.estimated = packet.whole("estimated");
    this.dwellings = packet.whole("dwellings");
    this.population = packet.whole("population");
    this.area = packet.numbers("area");
    this.number = packet.whole("number");
    this.piece = packet.whole("piece");
    this.buildings = packet.whole("buildings");
    this.compound = packet.whole("compound");
    this.community = packet.whole("community");
    this.subdistrict = packet.whole("subdistrict");
    this.compounds = header.compounds;
    this.communities = header.communities;
    this.a = packet.whole("a");
    this.b = packet.whole("b");
    this.length = packet.numbers("length");
    this.barrier = packet.whole("barrier");
    this.barriers = header.barriers;
    this.outer = outerOf(packet.numbers("perimeter"), this.a, this.b, this.length);
    this.venues = header.venues;
    this.venueRow = packet.whole("venue_row");
    this.reachStart = packet.whole("reach_start");
    this.reachVenue = packet.whole("reach_venue");
    this.reachMetres = packet.numbers("reach_metres");
    this.nearest = nearestOf(this.reachStart, this.reachMetres);
    this.onFoot = header.on_foot;
    this.farthest = header.farthest;
    this.judging = header.judging;
    this.adjacent = adjacency(this.n, this.a, this.b);
  }

  /** The rows that share a border with this one, each once, in order. */
  neighbours(row: number): number[] {
    const { start, other } = this.adjacent;
    return [...new Set(other.subarray(start[row], start[row + 1]))].sort((one, two) => one - two);
  }

  /** Cells where somebody lives and from which no venue is within reach. */
  unreached(): number[] {
    const rows: number[] = [];
    this.nearest.forEach((metres, row) => Number.isNaN(metres) && (this.households[row] as number) > 0 && rows.push(row));
    return rows;
  }

  /** The rows of a compound, by its place in `compounds`. */
  rowsOfCompound(compound: number): Int32Array {
    this.rowsByCompound ??= groupRows(this.compound, this.compounds.length);
    return this.rowsByCompound[compound] ?? new Int32Array(0);
  }

  /** The rows of a row's street face: all that is reached without crossing any barrier. */
  face(row: number): number[] {
    return this.flood(row, (border) => this.barrier[border] === -1);
  }

  /** The rows reached from a row without crossing a barrier of these classes. */
  between(row: number, classes: Iterable<string>): number[] {
    const closed = new Set([...classes].map((name) => this.barriers.indexOf(name)));
    closed.delete(-1);
    return this.flood(row, (border) => !closed.has(this.barrier[border] as number));
  }

  private flood(from: number, open: (border: number) => boolean): number[] {
    const { start, other, border } = this.adjacent;
    const seen = new Uint8Array(this.n);
    const found = [from];
    seen[from] = 1;
    for (let next = 0; next < found.length; next++) {
      const row = found[next] as number;
      for (let at = start[row] as number; at < (start[row + 1] as number); at++) {
        const beyond = other[at] as number;
        if (seen[beyond] || !open(border[at] as number)) continue;
        seen[beyond] = 1;
        found.push(beyond);
      }
    }
    return found.sort((one, two) => one - two);
  }
}

function outerOf(perimeter: Float64Array, a: Int32Array, b: Int32Array, length: Float64Array): Float64Array {
  const shared = new Float64Array(perimeter.length);
  for (let border = 0; border < a.length; border++) {
    shared[a[border] as number]! += length[border] as number;
    shared[b[border] as number]! += length[border] as number;
  }
  return shared.map((metres, row) => Math.max((perimeter[row] as number) - metres, 0));
}

function nearestOf(start: Int32Array, metres: Float64Array): Float64Array {
  const nearest = new Float64Array(start.length - 1).fill(NaN);
  for (let row = 0; row < nearest.length; row++) {
    const near = metres.subarray(start[row], start[row + 1]);
    if (near.length) nearest[row] = near.reduce((least, one) => Math.min(least, one));
  }
  return nearest;
}

function groupRows(codes: Int32Array, count: number): Int32Array[] {
  const rows: number[][] = Array.from({ length: count }, () => []);
  codes.forEach((code, row) => rows[code]?.push(row));
  return rows.map((found) => Int32Array.from(found));
}
