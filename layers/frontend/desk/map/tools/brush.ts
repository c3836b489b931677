/** A brush with a size: cells it touches are taken, with their consequences while it moves. */

import type { Place } from "../material.ts";
import type { Bench, Spot, Tool } from "./tool.ts";

export interface BrushTool extends Tool {
  /** Radius in pixels. */
  readonly radius: number;
  resize(radius: number): void;
}

export const SMALLEST = 4;
export const LARGEST = 80;

interface Stroke {
  before: number[];
  rows: Set<number>;
  last: Place;
  removing: boolean;
}

export function brushTool(bench: Bench, resized: (radius: number) => void): BrushTool {
  return new Brush(bench, resized);
}

class Brush implements BrushTool {
  radius = 14;
  #stroke: Stroke | null = null;
  #fresh: number[] = [];
  #waiting = 0;

  constructor(
    private readonly bench: Bench,
    private readonly resized: (radius: number) => void,
  ) {}

  resize(radius: number): void {
    this.radius = Math.min(LARGEST, Math.max(SMALLEST, radius));
    this.resized(this.radius);
  }

  tap(spot: Spot): void {
    this.begin(spot);
    this.finish(spot);
  }

  begin({ place, manner }: Spot): void {
    const { desk } = this.bench;
    this.#stroke = { before: [...desk.selection], rows: new Set(), last: place, removing: manner === "remove" };
    this.#touch(place);
  }

  drag({ place, pixel }: Spot): void {
    const { sketch } = this.bench;
    sketch.ring(pixel, this.radius);
    if (!this.#stroke) return;
    for (const at of this.#steps(this.#stroke.last, place)) this.#touch(at);
    this.#stroke.last = place;
  }

  finish({ place }: Spot): void {
    const stroke = this.#stroke;
    if (!stroke) return;
    for (const at of this.#steps(stroke.last, place)) this.#touch(at);
    this.#stop();
    this.bench.hand.take(stroke.rows, stroke.removing ? "remove" : "add", "brush");
  }

  hover({ pixel }: Spot): void {
    this.bench.sketch.ring(pixel, this.radius);
  }

  cancel(): boolean {
    const stroke = this.#stroke;
    this.#stop();
    if (stroke) this.bench.hand.restore(stroke.before);
    return stroke !== null;
  }

  leave(): void {
    this.bench.sketch.ring(null, 0);
  }

  #stop(): void {
    this.#stroke = null;
    this.#fresh = [];
    cancelAnimationFrame(this.#waiting);
    this.#waiting = 0;
  }

  /** Places along the way no further apart than half the brush, so that nothing is skipped. */
  #steps([x, y]: Place, [toX, toY]: Place): Place[] {
    const stride = (this.radius * this.bench.resolution()) / 2;
    const count = Math.max(1, Math.ceil(Math.hypot(toX - x, toY - y) / stride));
    return Array.from({ length: count }, (_, step) => {
      const share = (step + 1) / count;
      return [x + (toX - x) * share, y + (toY - y) * share];
    });
  }

  #touch([x, y]: Place): void {
    const stroke = this.#stroke;
    if (!stroke) return;
    for (const row of this.bench.desk.shapes.rowsNear([x, y], this.radius * this.bench.resolution())) {
      if (stroke.rows.has(row)) continue;
      stroke.rows.add(row);
      this.#fresh.push(row);
    }
    this.#waiting ||= requestAnimationFrame(() => this.#show());
  }

  /** Once a frame: what the brush has met since the last one. */
  #show(): void {
    this.#waiting = 0;
    const { hand, desk } = this.bench;
    const fresh = this.#fresh;
    this.#fresh = [];
    if (!this.#stroke || !fresh.length) return;
    if (this.#stroke.removing && hand.paint === null) desk.select(hand.rows.widened(fresh, desk.level), "remove");
    else hand.show(fresh);
  }
}
