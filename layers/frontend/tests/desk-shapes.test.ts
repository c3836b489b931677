import assert from "node:assert/strict";
import { test } from "node:test";

import { readGround } from "../desk/ground.ts";
import { readShapes, type XY } from "../desk/shapes.ts";
import { bytesOf, groundPacket } from "./desk-packing.ts";

/** Squares of 100 m in a row from (1000, 2000); the last has a hole in its middle, 20 m wide. */
function row(n: number) {
  const ground = readGround(
    groundPacket(n, [], { x: range(n, (at) => 1050 + 100 * at), y: range(n, () => 2010) }),
  );
  const corners: XY[] = [];
  for (let at = 0; at < n; at++) corners.push([100 * at, 0], [100 * at + 100, 0], [100 * at + 100, 100], [100 * at, 100]);
  const middle = 100 * n - 50;
  corners.push([middle - 10, 40], [middle - 10, 60], [middle + 10, 60], [middle + 10, 40]);
  const shapes = bytesOf(
    { rows: n, origin: [1000, 2000] },
    {
      rings: range(n, (at) => (at === n - 1 ? 2 : 1)),
      corners: range(n + 1, () => 4),
      x: corners.map(([x]) => x),
      y: corners.map(([, y]) => y),
    },
  );
  return readShapes(shapes, ground);
}

function range(n: number, value: (at: number) => number): number[] {
  return Array.from({ length: n }, (_, at) => value(at));
}

test("a place lies in the cell around it, and in none in a hole or outside", () => {
  const shapes = row(300);
  assert.equal(shapes.rowAt([1050, 2050]), 0);
  assert.equal(shapes.rowAt([1000 + 100 * 123 + 1, 2099]), 123);
  assert.equal(shapes.rowAt([1000 + 100 * 299 + 50, 2050]), null);
  assert.equal(shapes.rowAt([1000 + 100 * 299 + 50, 2030]), 299);
  assert.equal(shapes.rowAt([999, 2050]), null);
  assert.equal(shapes.rowAt([1050, 2101]), null);
});

test("a piece that was taken back has no ground: nothing takes it, and it has no place", () => {
  const ground = readGround(groundPacket(2, [], { x: [50, 50], y: [50, 50] }));
  const packed = { rings: [1, 0], corners: [4], x: [0, 100, 100, 0], y: [0, 0, 100, 100] };
  const shapes = readShapes(bytesOf({ rows: 2, origin: [0, 0] }, packed), ground);
  assert.deepEqual(shapes.rowsIn([[0, 0], [100, 0], [100, 100], [0, 100]]), [0]);
  assert.deepEqual(shapes.rowsNear([50, 50], 500), [0]);
  assert.deepEqual(shapes.rowsBox([0, 0, 100, 100]), [0]);
  assert.deepEqual(shapes.extent([0, 1]), [0, 0, 100, 100]);
  assert.equal(shapes.rowAt([50, 50]), 0);
});

test("a lasso takes the cells whose inner point it goes round, whichever way and however often", () => {
  const shapes = row(20);
  const ring: XY[] = [[1040, 2000], [1260, 2000], [1260, 2020], [1040, 2020]];
  assert.deepEqual(shapes.rowsIn(ring), [0, 1, 2]);
  assert.deepEqual(shapes.rowsIn([...ring].reverse()), [0, 1, 2]);
  assert.deepEqual(shapes.rowsIn([...ring, ...ring]), [0, 1, 2]);
  assert.deepEqual(shapes.rowsIn([[1040, 2020], [1260, 2020], [1260, 2090], [1040, 2090]]), []);
  assert.deepEqual(shapes.rowsIn([[0, 0], [5000, 0], [1100, 5000]]).length, 20);
  assert.deepEqual(shapes.rowsIn([]), []);
});

test("a brush takes every cell it touches", () => {
  const shapes = row(20);
  assert.deepEqual(shapes.rowsNear([1150, 2050], 10), [1]);
  assert.deepEqual(shapes.rowsNear([1150, 2050], 50), [0, 1, 2]);
  assert.deepEqual(shapes.rowsNear([1195, 2050], 10), [1, 2]);
  assert.deepEqual(shapes.rowsNear([1195, 1993], 9), [1, 2]);
  assert.deepEqual(shapes.rowsNear([1150, 1989], 10), []);
});

test("an extent shows the cells that reach into it", () => {
  const shapes = row(20);
  assert.deepEqual(shapes.rowsBox([1120, 2020, 1310, 2030]), [1, 2, 3]);
  assert.deepEqual(shapes.rowsBox([1120, 2101, 1310, 2130]), []);
  assert.deepEqual(shapes.rowsBox([-1e6, -1e6, 1e6, 1e6]).length, 20);
  assert.deepEqual(shapes.extent([2, 4]), [1200, 2000, 1500, 2100]);
  assert.equal(shapes.extent([]), null);
});

test("a path goes round every ring and is closed, in pixels of the canvas", () => {
  const drawn: string[] = [];
  const pen = {
    moveTo: (x: number, y: number) => drawn.push(`M${x},${y}`),
    lineTo: (x: number, y: number) => drawn.push(`L${x},${y}`),
    closePath: () => drawn.push("Z"),
  };
  row(1).path(pen, 0, [0.5, 0, 0, -0.5, -500, 1100]);
  assert.equal(drawn.join(" "), "M0,100 L50,100 L50,50 L0,50 Z M20,80 L20,70 L30,70 L30,80 Z");
});

test("a piece that was taken back lies nowhere", () => {
  const ground = readGround(groundPacket(2, [], { x: [50, 50], y: [50, 50] }));
  const square = { rings: [1, 0], corners: [4], x: [0, 100, 100, 0], y: [0, 0, 100, 100] };
  const shapes = readShapes(bytesOf({ rows: 2, origin: [0, 0] }, square), ground);
  assert.deepEqual(shapes.rowsIn([[0, 0], [100, 0], [100, 100], [0, 100]]), [0]);
  assert.deepEqual(shapes.rowsNear([50, 50], 10), [0]);
  assert.deepEqual(shapes.rowsBox([0, 0, 100, 100]), [0]);
  assert.equal(shapes.rowAt([50, 50]), 0);
});
