/** The draft on the desk: what the map, the panels and the engine share, and how it changes. */

import type { DeskApi } from "./api.ts";
import { Listeners } from "./listeners.ts";
import type { GroundPart, RunningPart, ShapesPart } from "./parts.ts";
import { Plan } from "./plan.ts";
import type { Changes, Conflict, DraftFacts, Figures, GeoJSON, Operation, Present, State, Unit, UnitLevel } from "./wire.ts";

export type Outline = GeoJSON["features"][number];
export type SelectHow = "replace" | "add" | "remove" | "toggle";
export type Saving = "saved" | "sending" | "offline" | "conflict" | "signed-out";

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
  /** An operation was taken back, since the server refused it. */
  refused: { operation: Operation; message: string };
}

/** Builds what lies under the draft out of the server's bytes. */
export interface Parts<G extends GroundPart, S extends ShapesPart> {
  ground(bytes: ArrayBuffer): G;
  shapes(bytes: ArrayBuffer): S;
  running(ground: G, plan: Plan, facts: DraftFacts): RunningPart;
}

export interface Loaded<G, S> {
  facts: DraftFacts;
  labels: Int32Array;
  outlines: GeoJSON;
  ground: G;
  shapes: S;
}

/** What the queue does for the desk: keep and send operations. */
export interface Outbox {
  add(operation: Operation): void;
  readonly waiting: readonly Operation[];
  readonly saving: Saving;
}

export class Desk<G extends GroundPart = GroundPart, S extends ShapesPart = ShapesPart> extends Listeners<DeskEvents> {
  readonly facts: DraftFacts;
  readonly outlines: Map<number, Outline>;
  readonly selection = new Set<number>();
  ground: G;
  shapes: S;
  running: RunningPart;
  state: State;
  /** The unit the selection would go to, if something is being moved. */
  target: number | null = null;
  level: UnitLevel = "grid";
  present: readonly Present[] = [];
  conflicts: readonly Conflict[] = [];
  /** Labels of an alternative on trial, shown instead of the draft's. */
  shown: Int32Array | null = null;
  outbox: Outbox | null = null;
  /** As the server has it, and as it is here with what is not yet sent. */
  readonly #confirmed: Plan;
  #plan: Plan;

  constructor(
    readonly parts: Parts<G, S>,
    { facts, labels, outlines, ground, shapes }: Loaded<G, S>,
  ) {
    super();
    this.facts = facts;
    this.state = facts;
    this.ground = ground;
    this.shapes = shapes;
    this.outlines = new Map(outlines.features.map((feature) => [feature.id, feature]));
    this.#confirmed = new Plan({ labels, units: facts.units, locked: facts.locked });
    this.#plan = this.#confirmed.copy();
    this.running = parts.running(ground, this.#plan, facts);
  }

  get labels(): Int32Array {
    return this.#plan.labels;
  }

  get units(): ReadonlyMap<number, Unit> {
    return this.#plan.units;
  }

  get locked(): ReadonlySet<number> {
    return this.#plan.locked;
  }

  get mayEdit(): boolean {
    return this.facts.may_edit;
  }

  /** Rows whose unit the outlines do not tell yet, since the server has not answered. */
  get unsettled(): number[] {
    const before = this.#confirmed.labels;
    const rows: number[] = [];
    this.labels.forEach((to, row) => before[row] !== to && rows.push(row));
    return rows;
  }

  unit(number: number): Unit | null {
    return this.#plan.units.get(number) ?? null;
  }

  /** The unit of a cell at the level that is worked on, 0 for none. */
  unitOf(row: number, level: UnitLevel = this.level): number {
    const grid = this.labels[row] ?? 0;
    return level === "grid" ? grid : (this.unit(grid)?.parent ?? 0);
  }

  rowsOf(number: number): number[] {
    return this.#plan.rowsOf(number);
  }

  /** The server's figures; while something waits to be sent, those worked out here. */
  figures(number: number): Figures | null {
    if (this.outbox?.waiting.length) return this.running.figures(number);
    return this.state.figures[String(number)] ?? null;
  }

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
    this.emit("selection", undefined);
    if (this.target !== null) this.emit("preview", undefined);
  }

  /** Show what the selection would do in unit `target`, or stop showing. */
  aim(target: number | null): void {
    if (target === this.target && target === null) return;
    this.target = target;
    this.emit("preview", undefined);
  }

  get preview(): Preview | null {
    if (this.target === null || !this.selection.size) return null;
    const rows = [...this.selection];
    const after = this.running.preview(rows, this.target);
    const before = new Map([...after.keys()].map((number) => [number, this.figures(number)]));
    return { to: this.target, rows, before, after };
  }

  /** Put the selected cells, or at the level of communities their grids, into a unit. */
  moveSelection(to: number, how: string): void {
    const rows = [...this.selection];
    if (!rows.length) return;
    this.select([]);
    this.aim(null);
    if (this.unit(to)?.level !== "community") return this.submit({ kind: "assign", cells: rows, to, how });
    const grids = [...new Set(rows.map((row) => this.labels[row] ?? 0))].filter((number) => number > 0);
    this.submit({ kind: "move_grids", grids, to });
  }

  submit(operation: Operation): void {
    if (!this.mayEdit) return;
    this.outbox?.add(operation);
    this.#replay();
  }

  undo(): void {
    this.submit({ kind: "undo" });
  }

  redo(): void {
    this.submit({ kind: "redo" });
  }

  look(at: DeskEvents["look"]): void {
    this.emit("look", at);
  }

  showPreview(labels: Int32Array | null): void {
    this.shown = labels;
    this.emit("showing", undefined);
  }

  /** The server's word on what has changed; what waits to be sent is done again on top. */
  confirm(changes: Changes | null, state: State | null): void {
    if (state) this.state = state;
    if (changes) {
      this.#confirmed.change(changes);
      for (const feature of changes.outlines.features) this.#outline(feature);
    }
    this.#replay();
    if (state) this.emit("state", undefined);
    if (changes) this.emit("outlines", changes.outlines.features.map((feature) => feature.id));
  }

  #outline(feature: Outline): void {
    if (feature.geometry === null) this.outlines.delete(feature.id);
    else this.outlines.set(feature.id, feature);
  }

  #replay(): void {
    this.#plan = this.#confirmed.copy();
    for (const operation of this.outbox?.waiting ?? []) this.#plan.foresee(operation);
    this.running = this.parts.running(this.ground, this.#plan, this.facts);
    this.emit("changed", undefined);
  }
}

/** Everything the desk starts from, asked for at once. */
export async function loadDesk<G extends GroundPart, S extends ShapesPart>(
  api: DeskApi,
  parts: Parts<G, S>,
): Promise<Desk<G, S>> {
  const [facts, { labels }, outlines, ground, shapes] = await Promise.all([
    api.facts(),
    api.labels(),
    api.outlines(),
    api.bytes("ground").then(parts.ground),
    api.bytes("shapes").then(parts.shapes),
  ]);
  return new Desk(parts, { facts, labels, outlines, ground, shapes });
}
