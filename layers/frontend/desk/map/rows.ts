/** What the map asks of the draft over and over: units of rows, rows of units, borders of units. */

import type { Borders } from "./unit-colours.ts";
import { keptColours, unitNeighbours } from "./unit-colours.ts";
import type { MapDesk } from "./material.ts";
import type { UnitLevel } from "../wire.ts";

interface Known {
  unitOf: Int32Array;
  neighbours: Map<number, Set<number>>;
}

/** Kept until the draft changes; colours as long as they can be. */
export class Rows {
  readonly #desk: MapDesk;
  readonly #known: Partial<Record<UnitLevel, Known>> = {};
  readonly #colours: Record<UnitLevel, Map<number, number>> = { grid: new Map(), community: new Map() };
  #rowsOf: Map<number, number[]> | null = null;

  constructor(desk: MapDesk) {
    this.#desk = desk;
    desk.on("changed", () => this.#forget());
    desk.on("ground", () => this.#forget());
  }

  /** The unit of each row at a level, 0 for none. */
  unitOf(level: UnitLevel): Int32Array {
    return this.#at(level).unitOf;
  }

  neighbours(level: UnitLevel, unit: number): ReadonlySet<number> {
    return this.#at(level).neighbours.get(unit) ?? new Set();
  }

  /** The colour number of a unit; one that has no cells yet gets one by its number. */
  colour(level: UnitLevel, unit: number): number {
    this.#at(level);
    return this.#colours[level].get(unit) ?? unit;
  }

  /** The rows of a grid. */
  ofGrid(grid: number): readonly number[] {
    this.#rowsOf ??= byUnit(this.unitOf("grid"));
    return this.#rowsOf.get(grid) ?? [];
  }

  /** At the level of communities whole grids are moved: all rows of the grids touched. */
  widened(rows: Iterable<number>, level: UnitLevel): number[] {
    if (level === "grid" || this.#desk.facts.kind === "division") return [...rows];
    const grids = new Set<number>();
    for (const row of rows) grids.add(this.unitOf("grid")[row] ?? 0);
    return [...grids].flatMap((grid) => this.ofGrid(grid));
  }

  /** Units at a level in `rows`, the one of most rows first. */
  unitsIn(rows: Iterable<number>, level: UnitLevel): number[] {
    const count = new Map<number, number>();
    const unitOf = this.unitOf(level);
    for (const row of rows) count.set(unitOf[row] ?? 0, (count.get(unitOf[row] ?? 0) ?? 0) + 1);
    return [...count].sort((one, other) => other[1] - one[1] || one[0] - other[0]).map(([unit]) => unit);
  }

  #at(level: UnitLevel): Known {
    const known = this.#known[level] ?? this.#work(level);
    this.#known[level] = known;
    return known;
  }

  #work(level: UnitLevel): Known {
    const { labels, units } = this.#desk;
    const unitOf = level === "grid" ? labels : labels.map((grid) => units.get(grid)?.parent ?? 0);
    const neighbours = unitNeighbours(this.#desk.ground as Borders, unitOf);
    this.#colours[level] = keptColours(this.#colours[level], neighbours);
    return { unitOf, neighbours };
  }

  #forget(): void {
    delete this.#known.grid;
    delete this.#known.community;
    this.#rowsOf = null;
  }
}

function byUnit(unitOf: Int32Array): Map<number, number[]> {
  const found = new Map<number, number[]>();
  unitOf.forEach((unit, row) => {
    const rows = found.get(unit);
    if (rows) rows.push(row);
    else found.set(unit, [row]);
  });
  return found;
}
