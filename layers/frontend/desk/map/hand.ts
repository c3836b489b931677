/** What tools do with the cells they find: select them, or put them into the unit painted into. */

import { announce } from "../../core/dom.ts";
import { t } from "../../core/words.ts";
import { fullName } from "../panels/names.ts";
import type { MapDesk } from "./material.ts";
import type { Rows } from "./rows.ts";
import { sayTaken } from "./spoken.ts";

export type How = "replace" | "add" | "remove" | "toggle";

/** What a gesture does to what is selected, unless a key says otherwise. */
export type Manner = "replace" | "add" | "remove";

export class Hand {
  /** The unit that gestures put cells into at once; null: they only select. */
  #paint: number | null = null;
  /** As chosen in the bar over the map: for those who have no Shift key. */
  manner: Manner = "replace";
  readonly #listeners: (() => void)[] = [];

  constructor(
    readonly desk: MapDesk,
    readonly rows: Rows,
  ) {
    desk.on("level", () => this.paintInto(null));
    desk.on("changed", () => {
      if (this.#paint !== null && !this.#stands(this.#paint)) this.paintInto(null);
    });
  }

  /** Whether cells can be put into units of the level worked on: a division leaves communities be. */
  get mayMove(): boolean {
    const { mayEdit, level, facts } = this.desk;
    return mayEdit && (level === "grid" || facts.kind === "consolidation");
  }

  get paint(): number | null {
    return this.#paint;
  }

  paintInto(unit: number | null): void {
    if (unit === this.#paint) return;
    this.#paint = unit;
    if (unit !== null) {
      this.desk.select([]);
      announce(t("画入 {unit}：选到的单元立即划入。", { unit: fullName(this.desk, unit) }));
    }
    for (const listener of this.#listeners) listener();
  }

  onPaint(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** The end of a gesture: `rows` are selected, or moved at once in one operation named `gesture`. */
  take(rows: Iterable<number>, how: How, gesture: string): void {
    const wide = this.rows.widened(rows, this.desk.level);
    if (this.#paint !== null) return this.#move(wide, this.#paint, gesture);
    this.desk.select(wide, how);
    sayTaken(this.desk, wide);
  }

  /** While a gesture goes on: what it has so far, with its consequences where a unit is painted. */
  show(rows: Iterable<number>): void {
    const wide = this.rows.widened(rows, this.desk.level);
    if (this.#paint === null) return this.desk.select(wide, "add");
    this.desk.select(this.#elsewhere(wide, this.#paint), "add");
    if (this.desk.target !== this.#paint) this.desk.aim(this.#paint);
  }

  /** Back to what was selected before the gesture. */
  restore(rows: Iterable<number>): void {
    if (this.#paint !== null) this.desk.aim(null);
    this.desk.select(rows, "replace");
  }

  #move(rows: number[], to: number, gesture: string): void {
    const moved = this.#elsewhere(rows, to);
    this.desk.select(moved, "replace");
    if (!moved.length) {
      this.desk.aim(null);
      return announce(t("这些单元已在 {unit}。", { unit: fullName(this.desk, to) }));
    }
    this.desk.moveSelection(to, gesture);
    announce(t("{count} 个单元划入 {unit}。", { count: moved.length, unit: fullName(this.desk, to) }));
  }

  #elsewhere(rows: readonly number[], unit: number): number[] {
    const unitOf = this.rows.unitOf(this.desk.level);
    return rows.filter((row) => unitOf[row] !== unit);
  }

  #stands(unit: number): boolean {
    const found = this.desk.unit(unit);
    return found !== null && !found.retired;
  }
}
