import assert from "node:assert/strict";
import { test } from "node:test";

import { readGround } from "../desk/ground.ts";
import { Packet } from "../desk/packet.ts";
import { groundPacket } from "./desk-packing.ts";

/**
 *  0 - 1 | 2 ~ 3        4      | a street, ~ a river; 1 and 2 also touch beside the street's end
 *      \___|
 */
const town = readGround(
  groundPacket(
    5,
    [
      [0, 1, 100, -1],
      [1, 2, 80, 1],
      [1, 2, 20, -1],
      [2, 3, 100, 0],
    ],
    { compound: [1, 0, 1, -1, 0], reach_start: [0, 2, 3, 3, 3, 3], reach_venue: [0, 1, 0], reach_metres: [300, 120.5, 0], households: [9, 9, 9, 0, 9] },
    { compounds: [{ id: 7, name: "东苑" }, { id: 9, name: "西苑" }] },
  ),
);

test("numbers travel as whole multiples, as differences, in the smallest type", () => {
  const head = '{"arrays":[{"name":"x","kind":"int8","at":0,"length":3,"scale":100,"differences":true},' +
    '{"name":"y","kind":"uint16","at":8,"length":2,"scale":1,"differences":false}]}';
  const padded = new TextEncoder().encode(head.padEnd(head.length + ((8 - ((4 + head.length) % 8)) % 8)));
  const bytes = new ArrayBuffer(4 + padded.length + 16);
  new DataView(bytes).setUint32(0, padded.length, true);
  new Uint8Array(bytes, 4).set(padded);
  new Int8Array(bytes, 4 + padded.length).set([101, -3, 7]);
  new Uint16Array(bytes, 4 + padded.length + 8).set([0, 65535]);
  const packet = new Packet<object>(bytes);
  assert.deepEqual([...packet.numbers("x")], [1.01, 0.98, 1.05]);
  assert.deepEqual([...packet.whole("y")], [0, 65535]);
});

test("neighbours are named once, however many borders they share", () => {
  assert.deepEqual(town.neighbours(1), [0, 2]);
  assert.deepEqual(town.neighbours(2), [1, 3]);
  assert.deepEqual(town.neighbours(4), []);
});

test("a street face ends at every barrier, unless there is a way beside it", () => {
  assert.deepEqual(town.face(0), [0, 1, 2]);
  assert.deepEqual(town.face(3), [3]);
});

test("between the barriers of some classes all others are crossed", () => {
  assert.deepEqual(town.between(3, ["river"]), [3]);
  assert.deepEqual(town.between(3, ["local"]), [0, 1, 2, 3]);
  assert.deepEqual(town.between(0, ["river", "railway"]), [0, 1, 2]);
});

test("a compound's cells are found by its place", () => {
  assert.deepEqual([...town.rowsOfCompound(1)], [0, 2]);
  assert.deepEqual([...town.rowsOfCompound(0)], [1, 4]);
  assert.deepEqual([...town.rowsOfCompound(-1)], []);
});

test("the outer border is what no other cell shares", () => {
  assert.deepEqual([...town.outer], [300, 200, 200, 300, 400]);
});

test("the nearest venue counts; where somebody lives and none is in reach is told", () => {
  assert.deepEqual([...town.nearest], [120.5, 0, NaN, NaN, NaN]);
  assert.deepEqual(town.unreached(), [2, 4]);
});
