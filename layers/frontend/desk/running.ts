/** The figures of a draft under change, as the server has them: of grids, and of communities. */

import type { Ground } from "./ground.ts";
import { Level } from "./level.ts";
import { measureOf, type Kind } from "./measure.ts";
import type { Figures, Totals, Unit, UnitLevel } from "./wire.ts";

/** What of a draft the figures follow. */
export interface Labelled {
  readonly labels: Int32Array;
  readonly units: ReadonlyMap<number, Unit>;
}

export class RunningFigures {
  private readonly grids: Level;
  private readonly communities: Level;
  private readonly units: ReadonlyMap<number, Unit>;
  /** Community by grid number, 0 for none. */
  private readonly parent: Map<number, number>;

  /** Copies are kept: the plan may go on by itself. */
  constructor(ground: Ground, plan: Labelled, kind: Kind) {
    this.units = plan.units;
    this.parent = new Map([...plan.units.values()].map((unit) => [unit.number, unit.parent ?? 0]));
    const labels = plan.labels.map((grid) => this.parent.get(grid) ?? 0);
    this.grids = new Level(measureOf(ground, "grid", kind), plan.labels.slice());
    this.communities = new Level(measureOf(ground, "community", kind), labels);
  }

  figures(unit: number): Figures | null {
    return this.level(this.levelOf(unit)).figures(unit);
  }

  totals(level: UnitLevel): Totals {
    return this.level(level).totals();
  }

  /** Figures of every unit of both levels that `rows` in unit `to` would change; null for one left
   * without cells. Into a community go the whole grids of these rows. */
  preview(rows: Iterable<number>, to: number): Map<number, Figures | null> {
    const moved = [...rows];
    if (this.levelOf(to) === "community") return this.communities.preview(this.rowsOf(this.gridsAt(moved)), to);
    return new Map([...this.grids.preview(moved, to), ...this.communities.preview(moved, this.parent.get(to) ?? 0)]);
  }

  apply(rows: Iterable<number>, to: number): void {
    const moved = [...rows];
    if (this.levelOf(to) !== "community") {
      this.grids.apply(moved, to);
      this.communities.apply(moved, this.parent.get(to) ?? 0);
      return;
    }
    const grids = this.gridsAt(moved);
    for (const grid of grids) this.parent.set(grid, to);
    this.communities.apply(this.rowsOf(grids), to);
  }

  private gridsAt(rows: readonly number[]): Set<number> {
    const grids = new Set(rows.map((row) => this.grids.labels[row] as number));
    grids.delete(0);
    return grids;
  }

  private rowsOf(grids: ReadonlySet<number>): number[] {
    const rows: number[] = [];
    this.grids.labels.forEach((grid, row) => grids.has(grid) && rows.push(row));
    return rows;
  }

  private level(level: UnitLevel): Level {
    return level === "grid" ? this.grids : this.communities;
  }

  private levelOf(unit: number): UnitLevel {
    return this.units.get(unit)?.level ?? "grid";
  }
}
