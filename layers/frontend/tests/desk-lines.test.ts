import assert from "node:assert/strict";
import { test } from "node:test";

import { readGround } from "../desk/ground.ts";
import { borderAt } from "../desk/map/lines/borders.ts";
import { edgesBetween, join, sharedEdges } from "../desk/map/lines/edges.ts";
import { changing } from "../desk/map/lines/whole.ts";
import { sidesOf } from "../desk/map/lines/cut-line.ts";
import { rowsBeside } from "../desk/map/lines/lock-stretch.ts";
import { isLeft, locate, part, placeAt, pull, thinned } from "../desk/map/lines/polyline.ts";
import { snap } from "../desk/map/lines/snapping.ts";
import type { MapDesk, Place } from "../desk/map/material.ts";
import type { Rows } from "../desk/map/rows.ts";
import { readShapes } from "../desk/shapes.ts";
import { bytesOf, groundPacket } from "./desk-packing.ts";

/** Nine cells of 100 m in lines of three, from the south west; a street between the lower lines.
 *
 *     6 7 8     unit 1: 0 3 6 7      unit 2: 1 2 4 5 8
 *     3 4 5
 *     =====     y = 100
 *     0 1 2
 */
const UNITS = [1, 2, 2, 1, 2, 2, 1, 1, 2];
const ROWS = [0, 1, 2, 3, 4, 5, 6, 7, 8];

function town(): MapDesk {
  const borders: [number, number, number, number][] = [];
  for (const row of ROWS) {
    if (row % 3 < 2) borders.push([row, row + 1, 100, -1]);
    if (row < 6) borders.push([row, row + 3, 100, row < 3 ? 1 : -1]);
  }
  const at = ROWS.map((row): Place => [100 * (row % 3), 100 * Math.floor(row / 3)]);
  const households = ROWS.map((row) => 10 + row);
  const ground = readGround(groundPacket(9, borders, { x: at.map(([x]) => x + 50), y: at.map(([, y]) => y + 50), households }));
  const corners = at.flatMap(([x, y]): Place[] => [[x, y], [x + 100, y], [x + 100, y + 100], [x, y + 100]]);
  const packed = { rings: ROWS.map(() => 1), corners: ROWS.map(() => 4), x: corners.map(([x]) => x), y: corners.map(([, y]) => y) };
  const shapes = readShapes(bytesOf({ rows: 9, origin: [0, 0] }, packed), ground);
  const rowsOf = (unit: number) => ROWS.filter((row) => UNITS[row] === unit);
  const unit = (number: number) => ({ number, level: "grid", name: `${number}`, parent: null });
  return { ground, shapes, labels: Int32Array.from(UNITS), level: "grid", unitOf: (row: number) => UNITS[row], rowsOf, unit } as unknown as MapDesk;
}

const rowsOf = (desk: MapDesk) => ({ unitOf: () => desk.labels }) as unknown as Rows;

test("a place is left or right of the nearest part of a line", () => {
  const line: Place[] = [[0, 0], [100, 0], [100, 100]];
  assert.equal(isLeft(line, [50, 10]), true);
  assert.equal(isLeft(line, [50, -10]), false);
  assert.equal(isLeft(line, [110, 90]), false);
  assert.equal(isLeft(line, [110, -10]), false);
  assert.equal(isLeft(line, [90, 10]), true);
});

test("a part of a line keeps its corners, and turns round where asked backwards", () => {
  const line: Place[] = [[0, 0], [100, 0], [100, 100]];
  assert.deepEqual(part(line, 50, 150), [[50, 0], [100, 0], [100, 50]]);
  assert.deepEqual(part(line, 150, 50), [[100, 50], [100, 0], [50, 0]]);
  assert.deepEqual(placeAt(line, 120), [100, 20]);
  assert.equal(locate(line, [60, 30])?.along, 60);
});

test("a border pulled moves most where it is held and not at all where the stretch ends", () => {
  const line: Place[] = [[0, 0], [100, 0], [200, 0], [300, 0]];
  const { before, after } = pull(line, 150, [150, 80], 100);
  assert.deepEqual(before, [[50, 0], [100, 0], [150, 0], [200, 0], [250, 0]]);
  assert.deepEqual(after, [[50, 0], [100, 40], [150, 80], [200, 40], [250, 0]]);
  const near = pull(line, 20, [20, 60], 100);
  assert.deepEqual(near.after[0], [0, 0]);
  assert.deepEqual(near.after[1], [20, 60]);
});

test("a line drawn in one go is thinned, and its end stays", () => {
  const drawn = Array.from({ length: 50 }, (_, at): Place => [at, 0]);
  assert.deepEqual(thinned(drawn, 10), [[0, 0], [10, 0], [20, 0], [30, 0], [49, 0]]);
});

test("neighbours share the edges both have", () => {
  const { shapes } = town();
  assert.deepEqual(sharedEdges(shapes, 0, 1), [{ from: [100, 0], to: [100, 100], rows: [0, 1] }]);
  assert.deepEqual(sharedEdges(shapes, 0, 4), []);
});

test("the border of two units is one line as long as no third comes between", () => {
  const desk = town();
  const found = join(edgesBetween(desk.ground, desk.shapes, desk.labels, 1, 2));
  assert.equal(found.length, 1);
  assert.deepEqual(found[0]?.line, [[100, 0], [100, 100], [100, 200], [200, 200], [200, 300]]);
  assert.deepEqual(found[0]?.edges.map(({ rows }) => rows), [[0, 1], [3, 4], [7, 4], [7, 8]]);
});

test("a border is taken hold of where the hand is near it", () => {
  const desk = town();
  const found = borderAt(desk, rowsOf(desk), [108, 150], 14);
  assert.deepEqual([...(found?.border.units ?? [])].sort(), [1, 2]);
  assert.deepEqual(found?.spot.place, [100, 150]);
  assert.equal(borderAt(desk, rowsOf(desk), [50, 150], 14), null);
});

test("the cells on both sides of a stretch, and of no more than it", () => {
  const desk = town();
  const found = borderAt(desk, rowsOf(desk), [101, 150], 14);
  assert.ok(found);
  assert.deepEqual(rowsBeside(found.border, 110, 180), [3, 4]);
  assert.deepEqual(rowsBeside(found.border, 180, 90), [0, 1, 3, 4]);
  assert.deepEqual(rowsBeside(found.border, 0, Infinity), [0, 1, 3, 4, 7, 8]);
});

test("a place near a street goes to the street rather than to a nearer edge of a cell", () => {
  const desk = town();
  assert.deepEqual(snap(desk, [50, 107], 10), { place: [50, 100], to: "barrier" });
  assert.deepEqual(snap(desk, [103, 106], 10), { place: [100, 100], to: "barrier" });
  assert.deepEqual(snap(desk, [104, 150], 10), { place: [100, 150], to: "edge" });
  assert.deepEqual(snap(desk, [50, 150], 10), { place: [50, 150], to: null });
});

test("the side of a line with fewer households goes, to a new unit or the one painted into", () => {
  const desk = town();
  const sides = sidesOf(desk, [[-10, 150], [50, 205], [90, 205]], null);
  assert.equal(sides?.unit, 1);
  assert.deepEqual(sides?.moving, [0, 3]);
  assert.deepEqual(sides?.outcomes, [{ unit: 1, households: 33 }, { unit: null, households: 23 }]);
  const into = sidesOf(desk, [[-10, 150], [50, 205], [90, 205]], 2);
  assert.deepEqual(into?.outcomes[1], { unit: 2, households: 11 + 12 + 14 + 15 + 18 + 23 });
  assert.equal(sidesOf(desk, [[-50, -50], [-20, -20]], null), null);
});

test("of communities whole grids change sides, where most of their households lie", () => {
  const desk = { ...town(), level: "community" } as unknown as MapDesk;
  assert.deepEqual(changing(desk, ROWS, new Set([3, 6, 7])), [0, 3, 6, 7]);
  assert.deepEqual(changing(desk, ROWS, new Set([3, 8])), []);
  assert.deepEqual(changing(town(), ROWS, new Set([3, 8])), [3, 8]);
});
