/** The figures of one level, communities or grids, kept from change to change: the browser's
 * `RunningDivision`. */

import { share, type Measure } from "./measure.ts";
import type { Figures, Totals } from "./wire.ts";

/** Cells of no unit: they have no figures. */
const NOBODY = 0;

export class Level {
  private known = new Map<number, Figures | null>();
  /** How many units each compound lies in. */
  private spread: Int32Array;

  constructor(
    private readonly measure: Measure,
    /** (n) the unit of each cell. */
    readonly labels: Int32Array,
  ) {
    const compounds = measure.ground.compounds;
    this.spread = Int32Array.from(compounds, (_, compound) => this.spreadOf(compound, labels));
  }

  figures(unit: number): Figures | null {
    if (unit === NOBODY) return null;
    if (!this.known.has(unit)) this.learn([unit]);
    return this.known.get(unit) ?? null;
  }

  /** The figures of the units that win or lose cells, with `rows` in unit `to`. */
  preview(rows: readonly number[], to: number): Map<number, Figures | null> {
    const touched = new Set<number>();
    for (const row of rows) if (this.labels[row] !== to) touched.add(this.labels[row] as number).add(to);
    if (!touched.size) return new Map();
    const labels = this.labels.slice();
    for (const row of rows) labels[row] = to;
    const spread = this.spread.slice();
    for (const compound of this.compoundsOf(rows)) spread[compound] = this.spreadOf(compound, labels);
    touched.delete(NOBODY);
    return this.measure.of([...touched], labels, spread);
  }

  apply(rows: readonly number[], to: number): void {
    const changed = this.preview(rows, to);
    for (const row of rows) this.labels[row] = to;
    for (const compound of this.compoundsOf(rows)) this.spread[compound] = this.spreadOf(compound, this.labels);
    changed.forEach((figures, unit) => this.known.set(unit, figures));
  }

  totals(): Totals {
    const units = new Set(this.labels);
    units.delete(NOBODY);
    this.learn([...units].filter((unit) => !this.known.has(unit)));
    const parts = [...units].map((unit) => this.known.get(unit) as Figures);
    return {
      parts: parts.length,
      in_bounds: parts.filter((part) => part.deviation === 0).length,
      disconnected: parts.filter((part) => part.pieces > 1).length,
      compounds_split: this.spread.filter((count) => count > 1).length,
      ...this.borders(),
    };
  }

  private borders(): { cut: number; barrier_share: number | null } {
    const { weight, ground } = this.measure;
    const { a, b, length, barrier } = ground;
    let [cut, border, along] = [0, 0, 0];
    for (let at = 0; at < a.length; at++) {
      if (this.labels[a[at] as number] === this.labels[b[at] as number]) continue;
      cut += weight[at] as number;
      border += length[at] as number;
      if ((barrier[at] as number) >= 0) along += length[at] as number;
    }
    return { cut, barrier_share: share(along, border) };
  }

  private learn(units: readonly number[]): void {
    if (!units.length) return;
    this.measure.of(units, this.labels, this.spread).forEach((figures, unit) => this.known.set(unit, figures));
  }

  private compoundsOf(rows: readonly number[]): Set<number> {
    const found = new Set(rows.map((row) => this.measure.ground.compound[row] as number));
    found.delete(-1);
    return found;
  }

  private spreadOf(compound: number, labels: Int32Array): number {
    const met = new Set<number>();
    for (const row of this.measure.ground.rowsOfCompound(compound)) met.add(labels[row] as number);
    return met.size;
  }
}
