/** The draft as the server has it, the operations it has not yet answered, and both together. */

import { renumbered, type Entry } from "./entries.ts";
import { Plan } from "./plan.ts";
import type { Changes, Operation, Unit } from "./wire.ts";

export class Ledger {
  /** As it is shown: the server's state with what waits done on top. */
  shown: Plan;
  entries: Entry[] = [];

  constructor(readonly confirmed: Plan) {
    this.shown = confirmed.copy();
  }

  get head(): Entry | null {
    return this.entries[0] ?? null;
  }

  /** Take up an operation; its foreseen consequences show at once. */
  add(entry: Entry): void {
    this.entries.push(entry);
    entry.made = this.shown.foresee(entry.operation);
  }

  /** Take back an operation that will not come to be. */
  drop(entry: Entry): void {
    this.entries = this.entries.filter((other) => other !== entry);
    this.replay(new Map());
  }

  /** The server has done an operation: `changes` holds it, and what others did before it. */
  settle(entry: Entry, changes: Changes): void {
    this.entries = this.entries.filter((other) => other !== entry);
    this.confirmed.change(changes);
    this.replay(this.#given(entry));
  }

  /** Somebody else changed the draft. */
  change(changes: Changes): void {
    this.confirmed.change(changes);
    this.replay(new Map());
  }

  /** Rows that are shown in another unit than the server has them in. */
  get unsettled(): number[] {
    const rows: number[] = [];
    if (!this.entries.length) return rows;
    const before = this.confirmed.labels;
    this.shown.labels.forEach((to, row) => before[row] !== to && rows.push(row));
    return rows;
  }

  /** Units, of both levels, that would have other cells than the server has them with. */
  get touched(): Set<number> {
    const found = new Set<number>();
    if (!this.entries.length) return found;
    for (const row of this.unsettled) {
      for (const plan of [this.confirmed, this.shown]) {
        const grid = plan.labels[row] ?? 0;
        found.add(grid).add(plan.units.get(grid)?.parent ?? 0);
      }
    }
    for (const { number, parent } of this.shown.units.values()) {
      const before = this.confirmed.units.get(number)?.parent ?? null;
      if (before !== parent) found.add(parent ?? 0).add(before ?? 0);
    }
    return found;
  }

  /** Do again what waits. A new unit may get another number than before, if others made units
   * meanwhile: what comes after then speaks of it by the new one. */
  replay(renamed: Map<number, number>): void {
    this.shown = this.confirmed.copy();
    for (const entry of this.entries) {
      // One that was sent stays as it was: it speaks of units the server had already numbered.
      if (!entry.sent) entry.operation = renumbered(entry.operation, renamed);
      const made = this.shown.foresee(entry.operation);
      pair(entry.made, made, renamed);
      entry.made = made;
    }
  }

  /** Foreseen numbers of an operation's new units, to the numbers the server gave. */
  #given(entry: Entry): Map<number, number> {
    const renamed = new Map<number, number>();
    const units = [...this.confirmed.units.values()].sort((a, b) => a.number - b.number);
    const names = newNames(entry.operation);
    const found = names.map((name) => takeLast(units, name));
    if (found.every((number): number is number => number !== null)) pair(entry.made, found, renamed);
    return renamed;
  }
}

function pair(before: readonly number[], after: readonly number[], renamed: Map<number, number>): void {
  before.forEach((number, at) => {
    const now = after[at];
    if (now !== undefined && now !== number) renamed.set(number, now);
  });
}

/** Names of the units an operation makes, in the order in which they are numbered. */
function newNames(operation: Operation): string[] {
  if (operation.kind === "new_unit" || operation.kind === "new_community") return [operation.name];
  if (operation.kind !== "relabel") return [];
  return operation.groups.flatMap((group) => ("name" in group ? [group.name] : []));
}

/** The newest unit of a name: ours, as it was made last. */
function takeLast(units: readonly Unit[], name: string): number | null {
  return units.filter((unit) => unit.name === name).pop()?.number ?? null;
}
