/** The points of a line drawn one by one; one may be chosen with Tab, moved with the arrows, and
 * taken out. */

import { announce } from "../../../core/dom.ts";
import { t } from "../../../core/words.ts";
import type { Place } from "../material.ts";

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
/** Pixels an arrow moves a point by; ten times as far with Shift. */
const STEP = 2;

export class Points {
  places: Place[] = [];
  chosen: number | null = null;

  constructor(
    private readonly resolution: () => number,
    private readonly changed: () => void,
  ) {}

  get last(): Place | null {
    return this.places[this.places.length - 1] ?? null;
  }

  get chosenPlace(): Place | null {
    return this.chosen === null ? null : (this.places[this.chosen] ?? null);
  }

  add(place: Place): void {
    this.chosen = null;
    this.places.push(place);
    this.changed();
    announce(t("第 {count} 个点。", { count: this.places.length }));
  }

  clear(): boolean {
    const was = this.places.length > 0;
    this.places = [];
    this.chosen = null;
    return was;
  }

  /** Whether the key meant a point. Past the last point Tab goes on to the rest of the page. */
  key(event: KeyboardEvent): boolean {
    if (!this.places.length) return false;
    if (event.key === "Tab") return this.#choose(event.shiftKey ? -1 : 1);
    if (this.chosen === null) return false;
    const arrow = ARROWS[event.key];
    if (arrow) return this.#nudge(arrow, event.shiftKey ? 10 * STEP : STEP);
    if (event.key !== "Delete" && event.key !== "Backspace") return false;
    this.places.splice(this.chosen, 1);
    this.chosen = null;
    this.changed();
    announce(t("已去掉这个点。"));
    return true;
  }

  #choose(step: 1 | -1): boolean {
    const next = this.chosen === null ? (step > 0 ? 0 : this.places.length - 1) : this.chosen + step;
    this.chosen = next >= 0 && next < this.places.length ? next : null;
    this.changed();
    if (this.chosen === null) return false;
    announce(t("第 {at} 个点，共 {count} 个。方向键移动，Delete 去掉。", { at: this.chosen + 1, count: this.places.length }));
    return true;
  }

  #nudge([east, north]: readonly [number, number], pixels: number): boolean {
    const metres = pixels * this.resolution();
    const [x, y] = this.chosenPlace as Place;
    this.places[this.chosen as number] = [x + east * metres, y + north * metres];
    this.changed();
    return true;
  }
}
