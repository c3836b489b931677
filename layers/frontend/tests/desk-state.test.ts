import assert from "node:assert/strict";
import { test } from "node:test";

import { stateAfter } from "../desk/state.ts";
import type { State, UnitLevel, Violation } from "../desk/wire.ts";
import { FakeServer } from "./desk-server.ts";

function broken(unit: number | null, text: string, level: UnitLevel = "grid"): Violation {
  return { rule: "connected", level, unit, cells: [], value: 2, limit: 1, hard: true, text, mends: [] };
}

function told(judged: number[], violations: Violation[]): State {
  return { ...new FakeServer().state(), judged, violations };
}

test("what is broken in units that were not looked at again stays, in the order of grids, then communities", () => {
  const before = told([0, 1, 5, 7, 9], [broken(null, "bare"), broken(5, "torn"), broken(9, "as it was"), broken(1, "house", "community")]);
  const after = stateAfter(before, told([0, 5, 7], [broken(7, "new")]));
  assert.deepEqual(after.violations.map(({ text }) => text), ["new", "as it was", "house"]);
});

test("figures of units that are not told again stay", () => {
  const before = { ...told([], []), figures: { "1": null, "2": null } };
  assert.deepEqual(Object.keys(stateAfter(before, { ...told([], []), figures: { "3": null } }).figures), ["1", "2", "3"]);
});
