/** Running figures that follow the plan: a few moved cells are moved in them too, otherwise they
 * are made anew, and only when somebody asks. */

import type { RunningPart } from "./parts.ts";
import type { Plan } from "./plan.ts";

/** More moved cells than this share of all, and making them anew is quicker. */
const FEW = 0.2;

export class Following {
  #running: RunningPart | null = null;
  #labels = new Int32Array(0);
  #parents = "";

  constructor(private readonly make: (plan: Plan) => RunningPart) {}

  /** The ground is another: nothing that was worked out holds. */
  forget(): void {
    this.#running = null;
  }

  at(plan: Plan): RunningPart {
    const parents = parentsOf(plan);
    const moves = this.#moves(plan.labels);
    if (!this.#running || !moves || parents !== this.#parents) this.#running = this.make(plan);
    else for (const [to, rows] of moves) this.#running.apply(rows, to);
    this.#labels = plan.labels.slice();
    this.#parents = parents;
    return this.#running;
  }

  /** Rows by their new unit, null where they are too many. */
  #moves(labels: Int32Array): Map<number, number[]> | null {
    const moves = new Map<number, number[]>();
    let count = 0;
    if (labels.length !== this.#labels.length) return null;
    labels.forEach((to, row) => {
      if (this.#labels[row] === to || ++count > labels.length * FEW) return;
      const rows = moves.get(to);
      if (rows) rows.push(row);
      else moves.set(to, [row]);
    });
    return count > labels.length * FEW ? null : moves;
  }
}

function parentsOf(plan: Plan): string {
  return [...plan.units.values()].map(({ number, parent }) => `${number}:${parent}`).join();
}
