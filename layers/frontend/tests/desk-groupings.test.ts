import assert from "node:assert/strict";
import { test } from "node:test";

import { byCell, byCompound, byFace, byUnit, fitting, useOf, type Filter } from "../desk/panels/groupings.ts";
import type { GroundPart } from "../desk/parts.ts";

/** Two street faces, 0 1 2 | 3 4 5; a compound on 1 and 2, another on 5; 3 is open ground, 4 a shop. */
const GROUND: GroundPart = {
  n: 6,
  number: [11, 12, 13, 14, 15, 16],
  piece: [0, 0, 0, 2, 0, 0],
  area: [100, 100, 100, 100, 100, 100],
  households: [5, 6, 7, 0, 0, 9],
  buildings: [1, 1, 1, 0, 1, 1],
  compound: [-1, 0, 0, -1, -1, 2],
  compounds: [{ name: "翠园" }, { name: "空壳" }, { name: "" }],
  community: [0, 0, 0, 0, 0, 0],
  communities: [{ id: "home" }],
  rowsOfCompound: (place) => [[1, 2], [], [5]][place] ?? [],
  face: (row) => (row < 3 ? [0, 1, 2] : [3, 4, 5]),
};

const ALL: Filter = { text: "", use: "", within: null };
const unitName = (row: number) => (row < 2 ? "甲网格" : "乙网格");

test("every cell is in one street face, named by what stands there", () => {
  const faces = byFace(GROUND);
  assert.deepEqual([0, 1].map((item) => faces.rows(item)), [[0, 1, 2], [3, 4, 5]]);
  assert.equal(faces.count, 2);
  assert.ok(faces.name(0).includes("翠园"));
});

test("compounds without a cell here are not listed, nameless ones get a number", () => {
  const compounds = byCompound(GROUND);
  assert.deepEqual([0, 1].map((item) => [compounds.name(item), compounds.rows(item)]), [["翠园", [1, 2]], ["小区 2", [5]]]);
  assert.equal(compounds.count, 2);
});

test("grids list their own cells", () => {
  const grids = byUnit([{ number: 4, name: "四" }, { number: 3, name: "三" }], [3, 3, 4, 4, 4, 0]);
  assert.deepEqual([grids.rows(0), grids.rows(1)], [[2, 3, 4], [0, 1]]);
});

test("a cell is named by its number, its piece and its compound", () => {
  const cells = byCell(GROUND);
  assert.deepEqual([cells.name(0), cells.name(1), cells.name(3)], ["单元 11", "单元 12 · 翠园", "单元 14-2"]);
});

test("what stands in a cell", () => {
  assert.deepEqual([0, 3, 4].map((row) => useOf(GROUND, row)), ["homes", "open", "other"]);
});

test("filters go together: text in the item or its unit, use, unit", () => {
  const find = (filter: Partial<Filter>) => fitting(byCell(GROUND), GROUND, { ...ALL, ...filter }, unitName);
  assert.deepEqual(find({}), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(find({ text: "翠园" }), [1, 2]);
  assert.deepEqual(find({ text: "甲" }), [0, 1]);
  assert.deepEqual(find({ use: "homes", within: new Set([2, 3, 5]) }), [2, 5]);
  assert.deepEqual(find({ text: "翠园", within: new Set([2, 3]) }), [2]);
});

test("a piece that was taken back is not listed", () => {
  const gone = { ...GROUND, area: [100, 100, 100, 0, 0, 100] };
  assert.deepEqual(fitting(byCell(gone), gone, ALL, unitName), [0, 1, 2, 4, 5]);
  assert.deepEqual(fitting(byFace(gone), gone, { ...ALL, use: "open" }, unitName), []);
});

test("a face fits where one of its cells does", () => {
  assert.deepEqual(fitting(byFace(GROUND), GROUND, { ...ALL, use: "open" }, unitName), [1]);
});
