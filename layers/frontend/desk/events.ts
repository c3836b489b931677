/** What the desk tells of, and what it is made from. */

import type { GroundPart, RunningPart } from "./parts.ts";
import type { Plan } from "./plan.ts";
import type { Changes, DraftFacts, Figures, GeoJSON, Operation } from "./wire.ts";

export type Outline = GeoJSON["features"][number];
export type SelectHow = "replace" | "add" | "remove" | "toggle";

/** What the selection would do to the units it touches, if it went to `to`. */
export interface Preview {
  to: number;
  rows: readonly number[];
  before: Map<number, Figures | null>;
  after: Map<number, Figures | null>;
}

export interface DeskEvents {
  selection: undefined;
  /** Target or previewed cells changed; see `preview`. */
  preview: undefined;
  /** Labels, units or locks changed, here or elsewhere. */
  changed: undefined;
  /** Figures, violations, undo and redo as the server has them. */
  state: undefined;
  saving: undefined;
  presence: undefined;
  conflict: undefined;
  /** Numbers of the units whose outline is another. */
  outlines: readonly number[];
  /** Cells were cut: ground and shapes are new. */
  ground: undefined;
  /** Another level is worked on. */
  level: undefined;
  /** Labels shown instead of the draft's, see `showPreview`. */
  showing: undefined;
  /** Somebody wants to see these units or cells. */
  look: { units?: readonly number[]; rows?: readonly number[] };
  /** Somebody wants the engine to make these grids fit. */
  repair: { units: readonly number[] };
  /** Somebody wants the engine to divide this grid. */
  split: { unit: number };
  /** An operation was taken back, since the server refused it. */
  refused: { operation: Operation; message: string };
}

/** Builds what lies under the draft out of the server's bytes. */
export interface Parts<G extends GroundPart, S> {
  ground(bytes: ArrayBuffer): G;
  shapes(bytes: ArrayBuffer, ground: G): S;
  running(ground: G, plan: Plan, facts: DraftFacts): RunningPart;
}

export interface Loaded<G, S> {
  facts: DraftFacts;
  labels: Int32Array;
  outlines: GeoJSON;
  ground: G;
  shapes: S;
}

/** Where the desk reads the ground again after cells were cut. */
export interface Source {
  bytes(of: "ground" | "shapes"): Promise<ArrayBuffer>;
}

export const NOTHING: Changes = {
  cells: [],
  units: [],
  locks: [],
  outlines: { type: "FeatureCollection", features: [] },
  reshaped: false,
};
