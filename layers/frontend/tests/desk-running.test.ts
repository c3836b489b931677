import assert from "node:assert/strict";
import { test } from "node:test";

import { readGround } from "../desk/ground.ts";
import { RunningFigures } from "../desk/running.ts";
import type { Figures, Totals, Unit, UnitLevel } from "../desk/wire.ts";
import vectors from "./desk-vectors.json";

/** What the server said: written and held to be current by tests/desk_vectors. */
interface Draft {
  kind: "division" | "consolidation";
  units: Unit[];
  labels: number[];
  figures: Record<string, Figures | null>;
  totals: Record<UnitLevel, Totals>;
  steps: { rows: number[]; to: number; figures: Record<string, Figures | null>; totals: Record<UnitLevel, Totals> }[];
}

const ground = readGround(Uint8Array.from(atob(vectors.ground), (sign) => sign.charCodeAt(0)).buffer);
const drafts = vectors.drafts as unknown as Draft[];

for (const draft of drafts) {
  test(`figures of a ${draft.kind} are the server's`, () => {
    const running = begin(draft);
    for (const unit of draft.units) same(running.figures(unit.number), draft.figures[unit.number], unit.name);
    sameTotals(running, draft.totals, "at first");
  });

  test(`a preview of a ${draft.kind} names the units the server then changes, with its figures`, () => {
    const running = begin(draft);
    draft.steps.forEach((step, at) => {
      const found = running.preview(step.rows, step.to);
      assert.deepEqual([...found.keys()].sort(order), Object.keys(step.figures).map(Number).sort(order), `step ${at}`);
      found.forEach((figures, unit) => same(figures, step.figures[unit], `step ${at}, unit ${unit}`));
      running.apply(step.rows, step.to);
    });
  });

  test(`figures of a ${draft.kind} kept from move to move are the server's`, () => {
    const running = begin(draft);
    const known = { ...draft.figures };
    draft.steps.forEach((step, at) => {
      running.apply(step.rows, step.to);
      Object.assign(known, step.figures);
      for (const unit of draft.units) same(running.figures(unit.number), known[unit.number], `step ${at}, ${unit.name}`);
      sameTotals(running, step.totals, `step ${at}`);
    });
  });
}

test("a preview changes nothing", () => {
  const [draft] = drafts as [Draft];
  const running = begin(draft);
  for (const step of draft.steps) running.preview(step.rows, step.to);
  for (const unit of draft.units) same(running.figures(unit.number), draft.figures[unit.number], unit.name);
});

test("what stays where it is touches nothing", () => {
  const [draft] = drafts as [Draft];
  const rows = draft.labels.flatMap((unit, row) => (unit === 7 ? [row] : []));
  assert.equal(begin(draft).preview(rows, 7).size, 0);
  assert.equal(begin(draft).preview([], 8).size, 0);
});

function begin(draft: Draft): RunningFigures {
  const units = new Map(draft.units.map((unit) => [unit.number, unit]));
  return new RunningFigures(ground, { labels: Int32Array.from(draft.labels), units }, draft.kind);
}

function sameTotals(running: RunningFigures, said: Record<UnitLevel, Totals>, where: string): void {
  same(running.totals("community"), said.community, where);
  same(running.totals("grid"), said.grid, where);
}

/** Equal but for the last digits of what is not whole. */
function same<Values extends Figures | Totals>(found: Values | null, said: Values | null | undefined, where: string): void {
  if (!found || !said) return assert.equal(found, said ?? null, where);
  assert.deepEqual(Object.keys(found).sort(), Object.keys(said).sort(), where);
  for (const [name, value] of Object.entries(said) as [keyof Values & string, number | null][]) {
    const mine = found[name] as number | null;
    const close = mine === value || (mine !== null && value !== null && Math.abs(mine - value) <= 1e-9 * Math.abs(value));
    assert.ok(close, `${where}: ${name} is ${mine}, the server says ${value}`);
  }
}

function order(one: number, other: number): number {
  return one - other;
}
