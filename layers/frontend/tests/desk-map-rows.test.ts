import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk } from "../desk/desk.ts";
import { readGround, type Ground } from "../desk/ground.ts";
import { ringAround, stepAround } from "../desk/map/around.ts";
import type { MapDesk } from "../desk/map/material.ts";
import { chineseNumber, newCommunityName, newGridName } from "../desk/map/new-names.ts";
import { Rows } from "../desk/map/rows.ts";
import { RunningFigures } from "../desk/running.ts";
import type { Shapes } from "../desk/shapes.ts";
import type { DraftFacts, Unit } from "../desk/wire.ts";
import { groundPacket } from "./desk-packing.ts";
import { FakeServer } from "./desk-server.ts";

/** Nine cells in lines of three, from the south west:
 *
 *     6 7 8     grids 1 (0 1 3 4), 2 (2 5), 3 (6 7 8)
 *     3 4 5     communities 10 (1, 2) and 11 (3)
 *     0 1 2
 */
const LABELS = [1, 1, 2, 1, 1, 2, 3, 3, 3];

function ground(): Ground {
  const borders: [number, number, number, number][] = [];
  for (let row = 0; row < 9; row++) {
    if (row % 3 < 2) borders.push([row, row + 1, 100, -1]);
    if (row < 6) borders.push([row, row + 3, 100, -1]);
  }
  const x = LABELS.map((_, row) => 50 + 100 * (row % 3));
  const y = LABELS.map((_, row) => 50 + 100 * Math.floor(row / 3));
  return readGround(groundPacket(9, borders, { x, y }));
}

function unit(number: number, level: Unit["level"], name: string, parent: number | null): Unit {
  return { number, level, name, parent, code: "", place: null, locked: false, retired: false };
}

function desk(kind: DraftFacts["kind"] = "consolidation"): MapDesk {
  const units = [
    unit(1, "grid", "长富路第一网格", 10),
    unit(2, "grid", "长富路第二网格", 10),
    unit(3, "grid", "第一网格", 11),
    unit(10, "community", "长富路", null),
    unit(11, "community", "新城", null),
  ];
  const facts = { ...new FakeServer().facts(), kind, units };
  const outlines = { type: "FeatureCollection" as const, features: [] };
  const under = ground();
  return new Desk(
    { bytes: () => Promise.reject(new Error("nothing is cut here")) },
    { ground: () => under, shapes: () => ({}) as Shapes, running: (one, plan) => new RunningFigures(one, plan, kind) },
    { facts, labels: Int32Array.from(LABELS), outlines, ground: under, shapes: {} as Shapes },
  );
}

test("redrawing communities takes whole grids; redrawing grids takes the cells themselves", () => {
  const rows = new Rows(desk());
  assert.deepEqual(rows.widened([4, 8], "grid"), [4, 8]);
  assert.deepEqual(rows.widened([4, 8], "community").sort(), [0, 1, 3, 4, 6, 7, 8]);
});

test("a division leaves communities be, so that nothing is widened to their grids", () => {
  assert.deepEqual(new Rows(desk("division")).widened([4], "community"), [4]);
});

test("units of a selection come with the one of most cells first", () => {
  const rows = new Rows(desk());
  assert.deepEqual(rows.unitsIn([2, 6, 7], "grid"), [3, 2]);
  assert.deepEqual(rows.unitsIn([0, 2, 6], "community"), [10, 11]);
  assert.deepEqual([...rows.neighbours("grid", 2)].sort(), [1, 3]);
});

test("what is known of the rows follows the draft", () => {
  const draft = desk();
  const rows = new Rows(draft);
  assert.deepEqual(rows.ofGrid(2), [2, 5]);
  draft.submit({ kind: "assign", cells: [5], to: 3, how: "pick" });
  assert.deepEqual(rows.ofGrid(2), [2]);
  assert.deepEqual([...rows.neighbours("grid", 2)].sort(), [1, 3]);
});

test("the neighbours of a selection are stepped through clockwise from north, round and round", () => {
  const draft = desk();
  draft.select([4]);
  assert.deepEqual(ringAround(draft, null), [7, 5, 1, 3]);
  assert.equal(stepAround(draft, 4, 1), 7);
  assert.equal(stepAround(draft, 7, 1), 5);
  assert.equal(stepAround(draft, 7, -1), 3);
  assert.equal(stepAround(draft, 3, 1), 7);
});

test("with nothing selected the cell stood on is stepped around, with all selected there is no step", () => {
  const draft = desk();
  assert.deepEqual(ringAround(draft, 0), [3, 1]);
  draft.select(LABELS.keys());
  assert.equal(stepAround(draft, 4, 1), null);
});

test("a new grid is called after the others of its community, by the first number that is free", () => {
  const draft = desk();
  assert.equal(newGridName(draft, 10), "长富路第三网格");
  assert.equal(newGridName(draft, 11), "第二网格");
  assert.equal(newGridName(draft, null), "第一网格");
  assert.equal(newCommunityName(draft), "新社区");
});

test("numbers in names are written as names write them", () => {
  assert.deepEqual([1, 10, 11, 20, 21, 99, 100].map(chineseNumber), ["一", "十", "十一", "二十", "二十一", "九十九", "100"]);
});
