import assert from "node:assert/strict";
import { test } from "node:test";
import { onTheMap, rowsThatDiffer } from "../desk/engine/showing.ts";

const GRIDS = new Int32Array([3, 3, 4, 5]);
const desk = {
  labels: GRIDS,
  units: new Map([1, 2, 3, 4, 5].map((number) => [number, {}])) as never,
  unitOf: (row: number) => (row < 3 ? 1 : 2),
};

test("new grids get numbers nothing else has", () => {
  const shown = onTheMap(desk, { labels: new Int32Array([3, -1, 4, -2]), level: "grid" });
  assert.deepEqual([...shown], [3, 6, 4, 7]);
});

test("of a merge only the communities that end are shown otherwise", () => {
  const shown = onTheMap(desk, { labels: new Int32Array([1, 1, 1, 1]), level: "community" });
  assert.deepEqual([...shown], [3, 3, 4, 1]);
});

test("the map goes to the cells that would change hands", () => {
  assert.deepEqual(rowsThatDiffer(new Int32Array([3, 6, 4, 7]), GRIDS), [1, 3]);
});
