/** What the desk asks of the ground, its shapes and the running figures. */

import type { Figures } from "./wire.ts";

/** Cells by row; x and y in EPSG:3857. */
export interface GroundPart {
  readonly n: number;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  neighbours(row: number): Iterable<number>;
  rowsOfCompound(row: number): Iterable<number>;
  face(row: number): Iterable<number>;
}

export interface ShapesPart {
  rowsBox(rows: Iterable<number>): [number, number, number, number] | null;
}

/** Figures of both levels, kept in step with the labels. */
export interface RunningPart {
  /** Figures the touched units would have with `rows` in unit `to`; nothing changes. */
  preview(rows: Iterable<number>, to: number): Map<number, Figures | null>;
  apply(rows: Iterable<number>, to: number): void;
  figures(unit: number): Figures | null;
}
