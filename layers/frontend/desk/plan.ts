/** A draft's state in the browser: which unit each cell belongs to, the units, what is locked. */

import type { Changes, Group, Operation, Unit } from "./wire.ts";

export interface Material {
  labels: Int32Array;
  units: readonly Unit[];
  locked: readonly number[];
}

export class Plan {
  labels: Int32Array;
  units: Map<number, Unit>;
  locked: Set<number>;

  constructor({ labels, units, locked }: Material) {
    this.labels = labels;
    this.units = new Map(units.map((unit) => [unit.number, unit]));
    this.locked = new Set(locked);
  }

  copy(): Plan {
    const units = [...this.units.values()];
    return new Plan({ labels: this.labels.slice(), units, locked: [...this.locked] });
  }

  /** Rows of a unit: a grid's own, a community's through its grids. */
  rowsOf(number: number): number[] {
    const grids = new Set(this.gridsOf(number));
    const rows: number[] = [];
    for (let row = 0; row < this.labels.length; row++) {
      if (grids.has(this.labels[row] as number)) rows.push(row);
    }
    return rows;
  }

  gridsOf(number: number): number[] {
    if (this.units.get(number)?.level !== "community") return [number];
    return [...this.units.values()].filter((unit) => unit.parent === number).map((unit) => unit.number);
  }

  /** What the server says has changed. */
  change({ cells, units, locks }: Changes): void {
    for (const { rows, to } of cells) this.#move(rows, to);
    for (const unit of units) this.units.set(unit.number, unit);
    for (const { rows, locked } of locks) this.#lock(rows, locked);
  }

  /** Do what an operation will have done, as far as that can be known without the server; the
   * numbers of the units it makes. */
  foresee(operation: Operation): number[] {
    switch (operation.kind) {
      case "assign":
        this.#move(operation.cells, operation.to);
        break;
      case "merge_units":
        this.#merge(operation.units, operation.into);
        break;
      case "new_unit":
        return this.#form(operation);
      case "new_community": {
        const number = this.#add("community", operation.name, null);
        this.#adopt(operation.grids, number);
        return [number];
      }
      case "move_grids":
        this.#adopt(operation.grids, operation.to);
        break;
      case "relabel":
        return operation.groups.flatMap((group) => this.#form(group));
      case "rename_unit":
        this.#edit(operation.unit, { name: operation.name });
        break;
      case "lock":
      case "unlock":
        operation.units.forEach((unit) => this.#edit(unit, { locked: operation.kind === "lock" }));
        this.#lock(operation.cells, operation.kind === "lock");
    }
    return [];
  }

  #form(group: Group): number[] {
    const made = "to" in group ? [] : [this.#add("grid", group.name, group.parent)];
    this.#move(group.cells, "to" in group ? group.to : (made[0] as number));
    return made;
  }

  #move(rows: readonly number[], to: number): void {
    const highest = rows.reduce((most, row) => Math.max(most, row), -1);
    if (highest >= this.labels.length) this.labels = grown(this.labels, highest + 1);
    for (const row of rows) this.labels[row] = to;
  }

  #merge(units: readonly number[], into: number): void {
    for (const number of units) {
      if (number === into) continue;
      if (this.units.get(number)?.level === "community") this.#adopt(this.gridsOf(number), into);
      else this.#move(this.rowsOf(number), into);
      this.#edit(number, { retired: true });
    }
  }

  /** Numbers are never given again, so that the server gives a new unit the same one, unless
   * somebody else was quicker: then its answer says so. */
  #add(level: Unit["level"], name: string, parent: number | null): number {
    const number = Math.max(0, ...this.units.keys()) + 1;
    const unit = { number, level, name, parent, code: "", place: null, locked: false, retired: false };
    this.units.set(number, unit);
    return number;
  }

  #adopt(grids: readonly number[], parent: number): void {
    for (const grid of grids) this.#edit(grid, { parent });
  }

  #edit(number: number, change: Partial<Unit>): void {
    const unit = this.units.get(number);
    if (unit) this.units.set(number, { ...unit, ...change });
  }

  #lock(rows: readonly number[], locked: boolean): void {
    for (const row of rows) this.locked[locked ? "add" : "delete"](row);
  }
}

function grown(labels: Int32Array, length: number): Int32Array {
  const longer = new Int32Array(length);
  longer.set(labels);
  return longer;
}
