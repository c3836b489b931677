/** The draft on the desk: what the map, the panels and the engine share, and how it changes. */

import { freshKey, type Entry } from "./entries.ts";
import { NOTHING, type DeskEvents, type Loaded, type Outline, type Parts, type Source } from "./events.ts";
import { Following } from "./following.ts";
import { Ledger } from "./ledger.ts";
import type { GroundPart, RunningPart } from "./parts.ts";
import { Plan } from "./plan.ts";
import type { Queue, Saving, Sender } from "./queue.ts";
import { Selecting } from "./selecting.ts";
import { stateAfter } from "./state.ts";
import type {
  Changes,
  Choice,
  Conflict,
  ConflictAnswer,
  DraftFacts,
  Figures,
  Operation,
  OperationAnswer,
  Poll,
  Present,
  State,
  Unit,
  UnitLevel,
} from "./wire.ts";

export type { DeskEvents, Outline, Parts, Preview, SelectHow } from "./events.ts";

export class Desk<G extends GroundPart = GroundPart, S = unknown> extends Selecting implements Sender {
  readonly facts: DraftFacts;
  readonly outlines: Map<number, Outline>;
  ground: G;
  shapes: S;
  state: State;
  present: readonly Present[] = [];
  conflicts: readonly Conflict[] = [];
  /** What others did last, newest first. */
  news: Poll["operations"] = [];
  /** Labels of an alternative on trial, shown instead of the draft's. */
  shown: Int32Array | null = null;
  saved: Saving = "saved";
  readonly #ledger: Ledger;
  readonly #following: Following;
  /** Units whose figures the server does not know yet. */
  #touched: Set<number> = new Set();
  /** Figures brought up to what is shown, null where that has changed since. */
  #running: RunningPart | null = null;
  #queue: Queue | null = null;
  /** Operations taken back before they were sent; redoing submits them again. */
  #withdrawn: Operation[] = [];

  constructor(
    private readonly source: Source,
    private readonly parts: Parts<G, S>,
    { facts, labels, outlines, ground, shapes }: Loaded<G, S>,
  ) {
    super();
    this.facts = facts;
    this.state = facts;
    this.ground = ground;
    this.shapes = shapes;
    this.outlines = new Map(outlines.features.map((feature) => [feature.id, feature]));
    this.#ledger = new Ledger(new Plan({ labels, units: facts.units, locked: facts.locked }));
    this.#following = new Following((plan) => parts.running(this.ground, plan, facts));
  }

  /** Begin to send, first what an earlier page of this browser left unsent. */
  attach(queue: Queue, unsent: readonly Entry[]): void {
    this.#queue = queue;
    for (const entry of unsent) this.#ledger.add(entry);
    if (unsent.length) this.#changed();
  }

  get labels(): Int32Array {
    return this.#ledger.shown.labels;
  }

  get units(): ReadonlyMap<number, Unit> {
    return this.#ledger.shown.units;
  }

  get locked(): ReadonlySet<number> {
    return this.#ledger.shown.locked;
  }

  /** Operations the server has not answered. */
  get waiting(): readonly Entry[] {
    return this.#ledger.entries;
  }

  get head(): Entry | null {
    return this.#ledger.head;
  }

  get version(): number {
    return this.state.version;
  }

  get mayEdit(): boolean {
    return this.facts.may_edit;
  }

  /** Rows whose unit the outlines do not tell yet, since the server has not answered. */
  get unsettled(): number[] {
    return this.#ledger.unsettled;
  }

  unit(number: number): Unit | null {
    return this.units.get(number) ?? null;
  }

  /** The unit of a cell at the level that is worked on, 0 for none. */
  unitOf(row: number, level: UnitLevel = this.level): number {
    const grid = this.labels[row] ?? 0;
    return level === "grid" ? grid : (this.unit(grid)?.parent ?? 0);
  }

  rowsOf(number: number): number[] {
    return this.#ledger.shown.rowsOf(number);
  }

  get running(): RunningPart {
    return (this.#running ??= this.#following.at(this.#ledger.shown));
  }

  /** The server's figures; of units that change with what waits, those worked out here. */
  figures(number: number): Figures | null {
    if (this.#touched.has(number)) return this.running.figures(number);
    return this.state.figures[String(number)] ?? null;
  }

  /** The unit others are told this window is at. */
  get unitAtWork(): number | null {
    if (this.target) return this.target;
    for (const row of this.selection) return this.unitOf(row) || null;
    return null;
  }

  /** Put the selected cells, or for a community their grids, into a unit. */
  moveSelection(to: number, how: string): void {
    const rows = [...this.selection];
    if (!rows.length) return;
    this.aim(null);
    this.select([]);
    if (this.unit(to)?.level !== "community") return this.submit({ kind: "assign", cells: rows, to, how });
    const grids = [...new Set(rows.map((row) => this.labels[row] ?? 0))].filter((number) => number > 0);
    this.submit({ kind: "move_grids", grids, to });
  }

  submit(operation: Operation): void {
    this.#withdrawn = [];
    this.#add(operation);
  }

  undo(): void {
    const last = this.waiting[this.waiting.length - 1];
    if (!last || last.sent) return this.#add({ kind: "undo" });
    this.#withdrawn.push(last.operation);
    this.#ledger.drop(last);
    this.#queue?.forget(last);
    this.#changed();
  }

  redo(): void {
    this.#add(this.#withdrawn.pop() ?? { kind: "redo" });
  }

  /** What undoing would take back, in words; null if nothing. */
  get undoable(): string | null {
    return this.waiting.length ? "" : this.state.undo;
  }

  get redoable(): string | null {
    return this.#withdrawn.length ? "" : this.state.redo;
  }

  resolve(resolutions: Record<string, Choice>): void {
    this.conflicts = [];
    this.#queue?.resolve(resolutions);
    this.emit("conflict", undefined);
  }

  look(at: DeskEvents["look"]): void {
    this.emit("look", at);
  }

  /** Have the engine asked how to make these grids fit. */
  repair(units: readonly number[]): void {
    this.emit("repair", { units });
  }

  split(unit: number): void {
    this.emit("split", { unit });
  }

  showPreview(labels: Int32Array | null): void {
    this.shown = labels;
    this.emit("showing", undefined);
  }

  async settle(entry: Entry, answer: OperationAnswer): Promise<void> {
    const news = answer.version >= this.version;
    if (news) await this.#reshape(answer.changes);
    this.#ledger.settle(entry, news ? answer.changes : NOTHING);
    if (news) this.#become(answer, answer.changes);
    else this.#changed();
  }

  async conflict(_entry: Entry, answer: ConflictAnswer): Promise<void> {
    await this.#reshape(answer.changes);
    this.#ledger.change(answer.changes);
    this.#become({ ...this.state, ...answer }, answer.changes);
    this.conflicts = answer.conflicts;
    this.emit("conflict", undefined);
  }

  refuse(entry: Entry, message: string): void {
    this.#ledger.drop(entry);
    this.#changed();
    this.emit("refused", { operation: entry.operation, message });
  }

  async hear(poll: Poll): Promise<void> {
    this.present = poll.present;
    this.emit("presence", undefined);
    if (!poll.changes || poll.version <= this.version) return;
    await this.#reshape(poll.changes);
    this.#ledger.change(poll.changes);
    this.news = poll.operations.filter((operation) => !operation.mine);
    this.#become(poll, poll.changes);
  }

  saving(saving: Saving): void {
    this.saved = saving;
    this.emit("saving", undefined);
  }

  #add(operation: Operation): void {
    if (!this.mayEdit) return;
    const order = (this.waiting[this.waiting.length - 1]?.order ?? 0) + 1;
    const entry: Entry = { key: freshKey(), order, operation, made: [], sent: false };
    this.#ledger.add(entry);
    this.#queue?.add(entry);
    this.#changed();
  }

  /** Cells were cut: their shapes must be here before their rows are spoken of. */
  async #reshape(changes: Changes): Promise<void> {
    if (!changes.reshaped) return;
    const bytes = await Promise.all([this.source.bytes("ground"), this.source.bytes("shapes")]);
    this.ground = this.parts.ground(bytes[0]);
    this.shapes = this.parts.shapes(bytes[1], this.ground);
    this.#following.forget();
    this.#forget();
    this.emit("ground", undefined);
  }

  #become(state: State, changes: Changes): void {
    this.state = stateAfter(this.state, state);
    for (const feature of changes.outlines.features) this.#outline(feature);
    this.#queue?.rewrite(this.waiting);
    this.#changed();
    this.emit("state", undefined);
    this.emit("outlines", changes.outlines.features.map((feature) => feature.id));
  }

  #outline(feature: Outline): void {
    if (feature.geometry === null) this.outlines.delete(feature.id);
    else this.outlines.set(feature.id, feature);
  }

  #changed(): void {
    this.#touched = this.#ledger.touched;
    this.#forget();
    this.emit("changed", undefined);
    if (this.target !== null) this.emit("preview", undefined);
  }

  /** Figures and consequences are those of another draft now. */
  #forget(): void {
    this.#running = null;
    this.forgetPreview();
  }
}
