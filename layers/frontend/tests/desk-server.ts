/** A server of one draft for tests: the real protocol over plain arrays, with its mishaps. */

import { RequestFailed } from "../core/requests.ts";
import { Desk } from "../desk/desk.ts";
import type { Entry } from "../desk/entries.ts";
import { PageKeep, type Keep } from "../desk/keep.ts";
import type { GroundPart } from "../desk/parts.ts";
import { Plan } from "../desk/plan.ts";
import { Queue, type Line, type Rest } from "../desk/queue.ts";
import type {
  Changes,
  Choice,
  Conflict,
  DraftFacts,
  Operation,
  OperationAnswer,
  OperationRequest,
  Poll,
  State,
  Unit,
} from "../desk/wire.ts";

/** Cells 0-3 in unit 1, 4-7 in unit 2, 8-11 in unit 3, all of community 9. */
export const LABELS = [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3];

export class FakeServer {
  readonly plan = new Plan({ labels: Int32Array.from(LABELS), units: UNITS, locked: [] });
  readonly log: { key: string; tab: string; operation: Operation; before: Plan }[] = [];
  reachable = true;
  /** The next operation is done, but its answer gets lost. */
  loseAnswer = false;
  refuseNext: { status: number; code: string; message: string; more?: object } | null = null;
  requests: OperationRequest[] = [];

  get version(): number {
    return this.log.length;
  }

  /** Somebody else does something. */
  other(operation: Operation): void {
    this.#do(`other-${this.version}`, "other", operation);
  }

  async send(request: OperationRequest): Promise<OperationAnswer> {
    this.requests.push(structuredClone(request));
    if (!this.reachable) throw new RequestFailed("offline", "");
    const { refuseNext } = this;
    this.refuseNext = null;
    if (refuseNext) throw failed(refuseNext);
    const { operation, idempotency_key: key, expected_version: since } = request;
    const done = this.log.some((step) => step.key === key);
    if (!done && since > this.version) throw failed({ status: 409, code: "stale", message: "" });
    if (!done) this.#do(key, request.tab, operation);
    if (this.loseAnswer) {
      this.loseAnswer = false;
      throw new RequestFailed("offline", "");
    }
    return { ...this.state(), changes: this.changes(since), operation: { kind: "", label: "", author: "", at: "" } };
  }

  async poll(since: number): Promise<Poll> {
    if (!this.reachable) throw new RequestFailed("offline", "");
    return { ...this.state(), changes: this.changes(since), present: [], operations: [] };
  }

  state(): State {
    const totals = { parts: 0, in_bounds: 0, disconnected: 0, cut: 0, barrier_share: null, compounds_split: 0 };
    return {
      version: this.version,
      figures: {},
      totals: { grid: totals, community: totals },
      judged: [],
      violations: [],
      undo: null,
      redo: null,
    };
  }

  facts(): DraftFacts {
    const bounds = { min_households: 1, max_households: 9, target_households: null };
    return {
      ...this.state(),
      id: "d",
      kind: "division",
      title: "",
      reason: "",
      status: "draft",
      place: { id: "p", name: "" },
      edition: 1,
      rule_set: 1,
      household_count: "registered",
      bounds: { grid: bounds, community: bounds },
      service_radius: null,
      barrier_weight: {},
      units: [...this.plan.units.values()],
      locked: [...this.plan.locked],
      may_edit: true,
    };
  }

  /** The difference between a version and now. */
  changes(since: number): Changes {
    const before = this.log[since]?.before ?? this.plan;
    const cells = [...this.plan.labels].flatMap((to, row) => (before.labels[row] === to ? [] : [{ rows: [row], to }]));
    const units = [...this.plan.units.values()].filter((unit) => before.units.get(unit.number) !== unit);
    return { cells, units, locks: [], outlines: { type: "FeatureCollection", features: [] }, reshaped: false };
  }

  #do(key: string, tab: string, operation: Operation): void {
    this.log.push({ key, tab, operation, before: this.plan.copy() });
    this.plan.foresee(operation);
  }
}

/** A page with the draft open; `reload` gives the page after it, of the same browser. */
export class FakePage implements Line, Rest {
  readonly tab = "mine";
  readonly hidden = false;
  readonly rests: number[] = [];
  readonly refusals: string[] = [];
  readonly desk: Desk;
  readonly queue: Queue;

  constructor(
    readonly server: FakeServer,
    readonly keep: Keep = new PageKeep(),
    unsent: Entry[] = [],
  ) {
    const source = { bytes: async () => new ArrayBuffer(0) };
    const labels = server.plan.labels.slice();
    const outlines = server.changes(server.version).outlines;
    const running = { preview: () => new Map(), apply: () => undefined, figures: () => null };
    const parts = { ground: () => GROUND, shapes: () => null, running: () => running };
    this.desk = new Desk(source, parts, { facts: server.facts(), labels, outlines, ground: GROUND, shapes: null });
    this.desk.on("refused", ({ message }) => this.refusals.push(message));
    this.queue = new Queue(this.desk, this, keep, this);
    this.desk.attach(this.queue, unsent);
  }

  async reload(): Promise<FakePage> {
    return new FakePage(this.server, this.keep, structuredClone(await this.keep.load()));
  }

  send(request: OperationRequest): Promise<OperationAnswer> {
    return this.server.send(request);
  }

  poll(since: number): Promise<Poll> {
    return this.server.poll(since);
  }

  async rest(milliseconds: number): Promise<void> {
    this.rests.push(milliseconds);
  }

  wake(): void {}

  /** Steps of the queue until all is answered or nothing more can be done. */
  async steps(count: number): Promise<void> {
    for (let step = 0; step < count; step++) await this.queue.step();
  }

  assign(cells: number[], to: number): void {
    this.desk.submit({ kind: "assign", cells, to, how: "test" });
  }
}

export function conflictOf(server: FakeServer, choice: Partial<Conflict> = {}): Conflict {
  const by = { author: "王", at: "", label: "", version: server.version };
  return { id: "c1", what: "cells", units: [1, 2], mine: [0], theirs: [0], disputed: [0], by, text: "", ...choice };
}

export type Resolutions = Record<string, Choice>;

const UNITS: Unit[] = [1, 2, 3, 9].map((number) => ({
  number,
  level: number === 9 ? "community" : "grid",
  name: `单位${number}`,
  code: "",
  place: null,
  parent: number === 9 ? null : 9,
  locked: false,
  retired: false,
}));

/** Open ground without compounds, each cell a street face of its own. */
const GROUND: GroundPart = {
  n: LABELS.length,
  number: LABELS.map((_, row) => row + 1),
  piece: LABELS.map(() => 0),
  area: LABELS.map(() => 100),
  households: LABELS.map(() => 10),
  buildings: LABELS.map(() => 1),
  compound: LABELS.map(() => -1),
  compounds: [],
  community: LABELS.map(() => 0),
  communities: [{ id: "home" }],
  rowsOfCompound: () => [],
  face: (row) => [row],
};

function failed({ status, code, message, more }: NonNullable<FakeServer["refuseNext"]>): RequestFailed {
  return new RequestFailed(status === 401 ? "signed-out" : "refused", message, status, { code, message, ...more });
}
