/** What of a draft is chosen at the desk: cells, where they would go, and what would come of it. */

import type { DeskEvents, Preview, SelectHow } from "./events.ts";
import { Listeners } from "./listeners.ts";
import type { RunningPart } from "./parts.ts";
import type { Figures, UnitLevel } from "./wire.ts";

export abstract class Selecting extends Listeners<DeskEvents> {
  readonly selection = new Set<number>();
  /** The unit the selection would go to, if something is being moved. */
  target: number | null = null;
  level: UnitLevel = "grid";
  /** Undefined where it is to be worked out anew. */
  #preview: Preview | null | undefined;

  abstract get running(): RunningPart;
  abstract figures(number: number): Figures | null;

  workOn(level: UnitLevel): void {
    if (level === this.level) return;
    this.level = level;
    this.aim(null);
    this.emit("level", undefined);
  }

  select(rows: Iterable<number>, how: SelectHow = "replace"): void {
    if (how === "replace") this.selection.clear();
    for (const row of rows) {
      const take = how === "remove" || (how === "toggle" && this.selection.has(row));
      this.selection[take ? "delete" : "add"](row);
    }
    this.forgetPreview();
    this.emit("selection", undefined);
    if (this.target !== null) this.emit("preview", undefined);
  }

  /** Show what the selection would do in unit `target`, or stop showing. */
  aim(target: number | null): void {
    if (target === this.target) return;
    this.target = target;
    this.forgetPreview();
    this.emit("preview", undefined);
  }

  /** Worked out once for all who show it. */
  get preview(): Preview | null {
    if (this.#preview === undefined) this.#preview = this.#foresee();
    return this.#preview;
  }

  #foresee(): Preview | null {
    if (this.target === null || !this.selection.size) return null;
    const rows = [...this.selection];
    const after = this.running.preview(rows, this.target);
    const before = new Map([...after.keys()].map((number) => [number, this.figures(number)]));
    return { to: this.target, rows, before, after };
  }

  /** The consequences are to be worked out anew when somebody asks. */
  protected forgetPreview(): void {
    this.#preview = undefined;
  }
}
