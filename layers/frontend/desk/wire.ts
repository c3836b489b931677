/** What the desk and the server say to each other. Cells are rows of the draft's ground, units are
 * numbers of the draft, 0 for none. Shares lie between 0 and 1, lengths in metres, areas in m². */

export type UnitLevel = "community" | "grid";

export interface Unit {
  number: number;
  level: UnitLevel;
  name: string;
  code: string;
  place: string | null;
  parent: number | null;
  locked: boolean;
  retired: boolean;
}

export interface Figures {
  units: number;
  households: number;
  estimated_households: number;
  deviation: number;
  pieces: number;
  population: number | null;
  area: number | null;
  perimeter: number | null;
  density: number | null;
  compactness: number | null;
  barrier_share: number | null;
  compounds_split: number;
  served_share: number | null;
}

export interface Totals {
  parts: number;
  in_bounds: number;
  disconnected: number;
  cut: number;
  barrier_share: number | null;
  compounds_split: number;
}

export type Operation =
  | { kind: "assign"; cells: number[]; to: number; how: string }
  | { kind: "merge_units"; units: number[]; into: number }
  | { kind: "dissolve_unit"; unit: number }
  | { kind: "new_unit"; cells: number[]; name: string; parent: number | null }
  | { kind: "new_community"; grids: number[]; name: string }
  | { kind: "move_grids"; grids: number[]; to: number }
  | { kind: "relabel"; groups: Group[]; about: string }
  | { kind: "rename_unit"; unit: number; name: string }
  | { kind: "renumber"; community: number | null }
  | { kind: "lock" | "unlock"; units: number[]; cells: number[] }
  /** The smaller side goes to `to`, or becomes a new grid. */
  | { kind: "cut_line"; unit: number; line: LonLat[]; cut_open: boolean; to?: number; name?: string }
  | { kind: "drag_boundary"; units: [number, number]; before: LonLat[]; after: LonLat[]; cut_open: boolean }
  | { kind: "take_alternative"; alternative: number }
  | { kind: "restore"; snapshot: string }
  | { kind: "undo" | "redo" };

/** Cells that become a unit: an existing one, or a new one of a name in a community. */
export type Group =
  | { cells: number[]; to: number }
  | { cells: number[]; name: string; parent: number | null };

export type LonLat = [number, number];

export type Choice = "mine" | "theirs" | "both";

export interface OperationRequest {
  expected_version: number;
  operation: Operation;
  idempotency_key: string;
  tab: string;
  resolutions?: Record<string, Choice>;
}

export interface Mend {
  label: string;
  operation: Operation;
}

export interface Violation {
  rule: string;
  level: UnitLevel;
  unit: number | null;
  cells: number[];
  value: number;
  limit: number;
  /** Breaks a hard rule: may stand while drafting, may not be submitted. */
  hard: boolean;
  text: string;
  mends: Mend[];
}

/** The difference between two versions of a draft. */
export interface Changes {
  cells: { rows: number[]; to: number }[];
  units: Unit[];
  locks: { rows: number[]; locked: boolean }[];
  /** GeoJSON (lon/lat) of the units whose outline changed; feature id = number; null = no cells. */
  outlines: GeoJSON;
  /** Cells whose shape changed or that are new (pieces cut off); the ground is to be read again. */
  reshaped: boolean;
}

export interface GeoJSON {
  type: "FeatureCollection";
  features: { type: "Feature"; id: number; geometry: unknown; properties: Record<string, unknown> }[];
}

export interface State {
  version: number;
  /** Of all units in the facts; later of those that changed, null for one without cells. */
  figures: Record<string, Figures | null>;
  totals: Record<UnitLevel, Totals>;
  /** Of all units in the facts; later of those that were looked at again, 0 for nobody's cells: what
   * is broken in the others is as it was. */
  judged: number[];
  violations: Violation[];
  undo: string | null;
  redo: string | null;
}

export interface OperationAnswer extends State {
  operation: { kind: string; label: string; author: string; at: string };
  changes: Changes;
}

export interface Conflict {
  id: string;
  what: "cells" | "unit";
  units: number[];
  mine: number[];
  theirs: number[];
  disputed: number[];
  by: { author: string; at: string; label: string; version: number };
  text: string;
}

/** Sent with 409. The same request again, on this version and with a choice for each conflict, settles
 * them; the names of conflicts that came up meanwhile hold what was chosen before. */
export interface ConflictAnswer extends State {
  code: "conflict";
  message: string;
  changes: Changes;
  conflicts: Conflict[];
}

export interface Present {
  tab: string;
  name: string;
  unit: number | null;
  mine: boolean;
}

export interface Poll extends State {
  changes: Changes | null;
  present: Present[];
  operations: { version: number; author: string; label: string; at: string; mine: boolean }[];
}

export interface Bounds {
  min_households: number;
  max_households: number;
  target_households: number | null;
}

export interface DraftFacts extends State {
  id: string;
  kind: "consolidation" | "division";
  title: string;
  reason: string;
  status: string;
  place: { id: string; name: string };
  edition: number;
  rule_set: number;
  household_count: string;
  bounds: Record<UnitLevel, Bounds>;
  service_radius: number | null;
  /** Metres factor per barrier class in the cut, for the same figures in the browser. */
  barrier_weight: Record<string, number>;
  units: Unit[];
  locked: number[];
  may_edit: boolean;
}

/** One operation of the history; `undone` where a later one took it back. */
export interface Logged {
  version: number;
  kind: string;
  label: string;
  author: string;
  at: string;
  mine: boolean;
  undone: boolean;
}

/** A version that somebody gave a name. */
export interface Snapshot {
  id: string;
  name: string;
  version: number;
  author: string;
  at: string;
}

/** What a draft ("after") has otherwise than its edition, an earlier version or another draft
 * ("before"). Units that are the same on both sides are left out; `number` is the one after. */
export interface Difference {
  before: Side;
  after: Side;
  transfers: {
    level: UnitLevel;
    before: string | null;
    after: string | null;
    cells: number[];
    households: number;
  }[];
  units: {
    level: UnitLevel;
    number: number | null;
    before: Counterpart | null;
    after: Counterpart | null;
    changes: ("new" | "retired" | "name" | "code" | "parent" | "locked" | "cells")[];
  }[];
}

export interface Side {
  title: string;
  version: number;
  totals: Record<UnitLevel, Totals>;
  outlines: GeoJSON;
}

export interface Counterpart {
  /** As this side numbers its units. */
  number: number;
  name: string;
  code: string;
  parent: string | null;
  locked: boolean;
  households: number;
  figures: Figures | null;
}

/** A draft as the list of drafts has it. */
export interface DraftLine {
  id: string;
  kind: "consolidation" | "division";
  title: string;
  reason: string;
  status: string;
  place: { id: string; name: string };
  author: string;
  version: number;
  summary: { totals: Record<UnitLevel, Totals>; hard: number };
  edition: number;
  rule_set: number;
  created_at: string;
  changed_at: string;
}
