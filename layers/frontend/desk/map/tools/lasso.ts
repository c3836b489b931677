/** A lasso: drawn in one go, or as a polygon corner by corner; a tap on the first corner or
 * twice at one place closes it. Two quick clicks at two places are two corners, no double click. */

import { announce } from "../../../core/dom.ts";
import { t } from "../../../core/words.ts";
import type { Place } from "../material.ts";
import { rowsWithin, type Bench, type Spot, type Tool } from "./tool.ts";

/** How near, in pixels, a tap must come to a corner to mean it. */
const NEAR = 12;

export function lassoTool(bench: Bench): Tool {
  return new Lasso(bench);
}

class Lasso implements Tool {
  #ring: Place[] = [];
  #drawing = false;

  constructor(private readonly bench: Bench) {}

  tap(spot: Spot): void {
    const [first] = this.#ring;
    const last = this.#ring[this.#ring.length - 1];
    if (this.#ring.length >= 3 && [first, last].some((corner) => corner && this.#near(corner, spot.place))) {
      return this.#end(spot);
    }
    if (last && this.#near(last, spot.place)) return;
    this.#ring.push(spot.place);
    this.#draw(spot.place);
    announce(t("第 {count} 个角点。", { count: this.#ring.length }));
  }

  begin({ place }: Spot): void {
    this.#ring = [place];
    this.#drawing = true;
  }

  drag({ place }: Spot): void {
    if (!this.#drawing) return;
    this.#ring.push(place);
    this.#draw(place);
  }

  finish(spot: Spot): void {
    if (this.#drawing) this.#end(spot);
  }

  hover({ place }: Spot): void {
    if (this.#ring.length) this.#draw(place);
  }

  cancel(): boolean {
    const was = this.#ring.length > 0;
    this.#ring = [];
    this.#drawing = false;
    this.bench.sketch.clear();
    return was;
  }

  #end({ manner }: Spot): void {
    const ring = this.#ring;
    this.cancel();
    if (ring.length >= 3) this.bench.hand.take(rowsWithin(this.bench.desk, ring), manner, "lasso");
  }

  #draw(to: Place): void {
    const [first] = this.#ring;
    this.bench.sketch.line(first ? [...this.#ring, to, first] : []);
  }

  #near([x, y]: Place, [toX, toY]: Place): boolean {
    return Math.hypot(toX - x, toY - y) <= NEAR * this.bench.resolution();
  }
}
