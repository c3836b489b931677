/** The outlines of a draft's cells in EPSG:3857, and which of them lie where. */

import { BoxIndex, type Extent } from "./box-index.ts";
import type { Ground } from "./ground.ts";
import { Packet } from "./packet.ts";

export type XY = [number, number];

/** What of a canvas a path is drawn with. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  closePath(): void;
}

interface Header {
  rows: number;
  origin: XY;
}

/** The server's answer to `/shapes`; `ground` of the same draft at the same number of cuts. */
export function readShapes(buffer: ArrayBuffer, ground: Ground): Shapes {
  return new Shapes(new Packet<Header>(buffer), ground);
}

export class Shapes {
  readonly n: number;
  /** The rings of row r are ringStart[r] to r + 1, the outer one first; a ring's corners, not
   * closed, are cornerStart[ring] to ring + 1. */
  readonly ringStart: Int32Array;
  readonly cornerStart: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  private readonly boxes: BoxIndex;
  private readonly points: BoxIndex;

  constructor(
    packet: Packet<Header>,
    private readonly ground: Ground,
  ) {
    const [east, north] = packet.header.origin;
    this.n = packet.header.rows;
    this.ringStart = startsOf(packet.whole("rings"));
    this.cornerStart = startsOf(packet.whole("corners"));
    this.x = packet.numbers("x").map((metres) => metres + east);
    this.y = packet.numbers("y").map((metres) => metres + north);
    this.boxes = new BoxIndex(boxesOf(this));
    this.points = new BoxIndex({ west: ground.x, south: ground.y, east: ground.x, north: ground.y });
  }

  /** The row a place lies in, null outside all cells. */
  rowAt([x, y]: XY): number | null {
    for (const row of this.boxes.at([x, y, x, y])) if (this.contains(row, x, y)) return row;
    return null;
  }

  /** The rows whose inner point lies in a ring, however often it winds round it; a piece that was
   * taken back has no ground left and lies nowhere. */
  rowsIn(ring: XY[]): number[] {
    return this.points.at(extentOf(ring)).filter((row) => {
      if (this.ringStart[row] === this.ringStart[row + 1]) return false;
      return windings(ring, this.ground.x[row] as number, this.ground.y[row] as number) !== 0;
    });
  }

  /** The rows that come as near to a place as `radius`, in the map's own metres. */
  rowsNear([x, y]: XY, radius: number): number[] {
    const box: Extent = [x - radius, y - radius, x + radius, y + radius];
    return this.boxes.at(box).filter((row) => this.contains(row, x, y) || this.gap(row, x, y) <= radius);
  }

  /** The rows whose box meets an extent: more than can be seen, never less. */
  rowsBox(extent: Extent): number[] {
    return this.boxes.at(extent);
  }

  /** The box around some rows, null around none. */
  extent(rows: Iterable<number>): Extent | null {
    const { west, south, east, north } = this.boxes.boxes;
    let found: Extent | null = null;
    for (const row of rows) {
      const box: Extent = [west[row]!, south[row]!, east[row]!, north[row]!];
      found = found ? [...outer(found, box)] : box;
    }
    return found;
  }

  /** Add a cell to a path; `transform` as canvases have it: x' = t[0]x + t[2]y + t[4]. */
  path(pen: Pen, row: number, transform: ArrayLike<number>): void {
    const [a, b, c, d, e, f] = Array.from(transform) as [number, number, number, number, number, number];
    for (let ring = this.ringStart[row] as number; ring < (this.ringStart[row + 1] as number); ring++) {
      const first = this.cornerStart[ring] as number;
      for (let at = first; at < (this.cornerStart[ring + 1] as number); at++) {
        const x = this.x[at] as number;
        const y = this.y[at] as number;
        if (at === first) pen.moveTo(a * x + c * y + e, b * x + d * y + f);
        else pen.lineTo(a * x + c * y + e, b * x + d * y + f);
      }
      pen.closePath();
    }
  }

  /** Whether a place lies in a cell, holes left out. */
  private contains(row: number, x: number, y: number): boolean {
    let inside = false;
    this.eachSide(row, (x1, y1, x2, y2) => {
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    });
    return inside;
  }

  /** From a place to the nearest side of a cell. */
  private gap(row: number, x: number, y: number): number {
    let least = Infinity;
    this.eachSide(row, (x1, y1, x2, y2) => {
      const [east, north] = [x2 - x1, y2 - y1];
      const share = ((x - x1) * east + (y - y1) * north) / (east * east + north * north);
      const along = Math.min(1, Math.max(0, share));
      least = Math.min(least, Math.hypot(x1 + along * east - x, y1 + along * north - y));
    });
    return least;
  }

  private eachSide(row: number, visit: (x1: number, y1: number, x2: number, y2: number) => void): void {
    for (let ring = this.ringStart[row] as number; ring < (this.ringStart[row + 1] as number); ring++) {
      const end = this.cornerStart[ring + 1] as number;
      let last = end - 1;
      for (let at = this.cornerStart[ring] as number; at < end; last = at, at++) {
        visit(this.x[last]!, this.y[last]!, this.x[at]!, this.y[at]!);
      }
    }
  }
}

function startsOf(counts: Int32Array): Int32Array {
  const starts = new Int32Array(counts.length + 1);
  counts.forEach((count, at) => (starts[at + 1] = (starts[at] as number) + count));
  return starts;
}

function boxesOf(shapes: Shapes): { west: Float64Array; south: Float64Array; east: Float64Array; north: Float64Array } {
  const west = new Float64Array(shapes.n).fill(Infinity);
  const south = west.slice();
  const east = new Float64Array(shapes.n).fill(-Infinity);
  const north = east.slice();
  for (let row = 0; row < shapes.n; row++) {
    const end = shapes.cornerStart[shapes.ringStart[row + 1] as number] as number;
    for (let at = shapes.cornerStart[shapes.ringStart[row] as number] as number; at < end; at++) {
      west[row] = Math.min(west[row]!, shapes.x[at]!);
      south[row] = Math.min(south[row]!, shapes.y[at]!);
      east[row] = Math.max(east[row]!, shapes.x[at]!);
      north[row] = Math.max(north[row]!, shapes.y[at]!);
    }
  }
  return { west, south, east, north };
}

function extentOf(ring: XY[]): Extent {
  const box: Extent = [Infinity, Infinity, -Infinity, -Infinity];
  return ring.reduce((found, [x, y]) => outer(found, [x, y, x, y]), box);
}

function outer(one: Extent, other: Extent): Extent {
  return [
    Math.min(one[0], other[0]),
    Math.min(one[1], other[1]),
    Math.max(one[2], other[2]),
    Math.max(one[3], other[3]),
  ];
}

/** How often a ring winds round a place, anticlockwise counted up. */
function windings(ring: XY[], x: number, y: number): number {
  let count = 0;
  let [x1, y1] = ring[ring.length - 1] ?? [0, 0];
  for (const [x2, y2] of ring) {
    const left = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1);
    if (y1 <= y && y2 > y && left > 0) count++;
    else if (y1 > y && y2 <= y && left < 0) count--;
    [x1, y1] = [x2, y2];
  }
  return count;
}
