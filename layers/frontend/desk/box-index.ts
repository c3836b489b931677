/** Boxes in the squares of a grid, so that a look at a place meets few of them. */

/** West, south, east, north. */
export type Extent = [number, number, number, number];

export interface Boxes {
  west: Float64Array;
  south: Float64Array;
  east: Float64Array;
  north: Float64Array;
}

const BOXES_PER_SQUARE = 4;

export class BoxIndex {
  private readonly columns: number;
  private readonly lines: number;
  private readonly side: number;
  private readonly west: number;
  private readonly south: number;
  /** The boxes of square s are member[start[s]] to start[s + 1] - 1. */
  private readonly start: Int32Array;
  private readonly member: Int32Array;
  private readonly seen: Int32Array;
  private turn = 0;

  constructor(readonly boxes: Boxes) {
    const count = boxes.west.length;
    this.west = least(boxes.west);
    this.south = least(boxes.south);
    const width = Math.max(-least(boxes.east.map((x) => -x)) - this.west, 1e-9);
    const height = Math.max(-least(boxes.north.map((y) => -y)) - this.south, 1e-9);
    this.side = Math.max(Math.sqrt((width * height * BOXES_PER_SQUARE) / Math.max(count, 1)), width / 2000, height / 2000);
    this.columns = Math.floor(width / this.side) + 1;
    this.lines = Math.floor(height / this.side) + 1;
    this.seen = new Int32Array(count);
    this.start = new Int32Array(this.columns * this.lines + 1);
    this.eachPlace((square) => this.start[square + 1]!++);
    for (let square = 0; square < this.columns * this.lines; square++) {
      this.start[square + 1]! += this.start[square] as number;
    }
    this.member = new Int32Array(this.start[this.start.length - 1] as number);
    const next = this.start.slice();
    this.eachPlace((square, box) => (this.member[next[square]!++] = box));
  }

  /** The boxes that meet an extent, in order. */
  at([west, south, east, north]: Extent): number[] {
    const { boxes, seen } = this;
    const turn = ++this.turn;
    const found: number[] = [];
    this.eachSquare(west, south, east, north, (square) => {
      for (let at = this.start[square] as number; at < (this.start[square + 1] as number); at++) {
        const box = this.member[at] as number;
        if (seen[box] === turn) continue;
        seen[box] = turn;
        if (boxes.west[box]! > east || boxes.east[box]! < west) continue;
        if (boxes.south[box]! > north || boxes.north[box]! < south) continue;
        found.push(box);
      }
    });
    return found.sort((one, two) => one - two);
  }

  private eachPlace(visit: (square: number, box: number) => void): void {
    const { west, south, east, north } = this.boxes;
    for (let box = 0; box < west.length; box++) {
      this.eachSquare(west[box]!, south[box]!, east[box]!, north[box]!, (square) => visit(square, box));
    }
  }

  private eachSquare(west: number, south: number, east: number, north: number, visit: (square: number) => void): void {
    const left = this.place(west - this.west, this.columns);
    const right = this.place(east - this.west, this.columns);
    const bottom = this.place(south - this.south, this.lines);
    const top = this.place(north - this.south, this.lines);
    for (let line = bottom; line <= top; line++) {
      for (let column = left; column <= right; column++) visit(line * this.columns + column);
    }
  }

  private place(metres: number, count: number): number {
    return Math.min(count - 1, Math.max(0, Math.floor(metres / this.side)));
  }
}

function least(values: Float64Array): number {
  return values.reduce((found, value) => Math.min(found, value), Infinity);
}
