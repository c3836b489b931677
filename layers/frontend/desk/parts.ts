/** What the desk and its panels ask of the ground, its shapes and the running figures. */

import type { Figures } from "./wire.ts";

/** Cells by row; compounds by their place in `compounds`, -1 for none. */
export interface GroundPart {
  readonly n: number;
  readonly number: ArrayLike<number>;
  readonly piece: ArrayLike<number>;
  /** Square metres; none is left of a piece that was taken back. */
  readonly area: ArrayLike<number>;
  readonly households: ArrayLike<number>;
  readonly buildings: ArrayLike<number>;
  readonly compound: ArrayLike<number>;
  readonly compounds: readonly { name: string }[];
  /** The community of each cell in the edition, by its place in `communities`, -1 for none. */
  readonly community: ArrayLike<number>;
  readonly communities: readonly { id: string }[];
  rowsOfCompound(compound: number): Iterable<number>;
  /** The rows reached from a row without crossing a barrier, itself among them. */
  face(row: number): readonly number[];
}

/** Figures of both levels, kept in step with the labels. */
export interface RunningPart {
  /** Figures the touched units would have with `rows` in unit `to`; nothing changes. */
  preview(rows: Iterable<number>, to: number): Map<number, Figures | null>;
  apply(rows: Iterable<number>, to: number): void;
  figures(unit: number): Figures | null;
}
