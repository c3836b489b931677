/** What all tools of the map have in common. */

import type { Hand, Manner } from "../hand.ts";
import type { MapDesk, Place } from "../material.ts";
import type { Sketch } from "../sketch.ts";

export const TOOLS = ["pick", "face", "compound", "between", "brush", "rectangle", "lasso"] as const;
export type ToolName = (typeof TOOLS)[number];
/** Tools that change the draft at once, where one may: see `lines`. */
export const LINE_TOOLS = ["cut-line", "drag-boundary", "lock-stretch"] as const;
export type LineToolName = (typeof LINE_TOOLS)[number];

/** Where a gesture is, and what it does to the selection. */
export interface Spot {
  place: Place;
  pixel: readonly number[];
  manner: Manner;
}

/** What tools work with. */
export interface Bench {
  desk: MapDesk;
  hand: Hand;
  sketch: Sketch;
  /** Metres of EPSG:3857 per pixel. */
  resolution(): number;
}

export interface Tool {
  /** A click, a tap, or Enter at the cross. */
  tap(spot: Spot): void;
  /** A drag belongs to the tool where it has this; else it moves the map. */
  begin?(spot: Spot): void;
  drag?(spot: Spot): void;
  finish?(spot: Spot): void;
  hover?(spot: Spot): void;
  /** A key while the map has the focus; true where the tool took it. */
  key?(event: KeyboardEvent): boolean;
  /** Give up what is half done; false where nothing was. */
  cancel(): boolean;
  /** The tool is laid aside. */
  leave?(): void;
}

/** The row at a place, as a list. */
export function rowsAt(desk: MapDesk, [x, y]: Place): number[] {
  const row = desk.shapes.rowAt([x, y]);
  return row === null ? [] : [row];
}

/** The rows whose inner point lies in a ring. */
export function rowsWithin(desk: MapDesk, ring: readonly Place[]): number[] {
  return desk.shapes.rowsIn(ring.map(([x, y]) => [x, y]));
}
