import assert from "node:assert/strict";
import { test } from "node:test";

import { keptColours, unitNeighbours } from "../desk/map/unit-colours.ts";

/** A sheet of cells in lines of `wide`, each bordering those beside and below it. */
function sheet(wide: number, high: number): { a: Int32Array; b: Int32Array } {
  const a: number[] = [];
  const b: number[] = [];
  for (let row = 0; row < wide * high; row++) {
    if ((row + 1) % wide) a.push(row), b.push(row + 1);
    if (row + wide < wide * high) a.push(row), b.push(row + wide);
  }
  return { a: Int32Array.from(a), b: Int32Array.from(b) };
}

test("units are neighbours where cells of theirs share a border; nobody's cells count for none", () => {
  const units = Int32Array.from([1, 1, 2, 1, 3, 2, 0, 3, 3]);
  const found = unitNeighbours(sheet(3, 3), units);
  assert.deepEqual([...found.keys()].sort(), [1, 2, 3]);
  assert.deepEqual([...(found.get(1) ?? [])].sort(), [2, 3]);
  assert.deepEqual([...(found.get(2) ?? [])].sort(), [1, 3]);
});

test("no two neighbours have one colour, over a large sheet of units", () => {
  const units = Int32Array.from({ length: 900 }, (_, row) => 1 + Math.floor((row % 30) / 3) + 10 * Math.floor(row / 90));
  const neighbours = unitNeighbours(sheet(30, 30), units);
  const colours = keptColours(new Map(), neighbours, 4);
  assert.equal(colours.size, 100);
  for (const [unit, others] of neighbours) for (const other of others) assert.notEqual(colours.get(unit), colours.get(other));
});

test("a unit keeps its colour as it is redrawn; only one that meets its own colour gives way", () => {
  const before = new Map([[1, 0], [2, 1], [3, 0]]);
  const apart = new Map([[1, new Set([2])], [2, new Set([1, 3])], [3, new Set([2])]]);
  assert.deepEqual(keptColours(before, apart, 4), before);
  const met = new Map([[1, new Set([2, 3])], [2, new Set([1, 3])], [3, new Set([1, 2])]]);
  const after = keptColours(before, met, 4);
  assert.equal(after.get(1), 0);
  assert.equal(after.get(2), 1);
  assert.ok((after.get(3) as number) > 1);
});
