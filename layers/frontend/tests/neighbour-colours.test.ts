import assert from "node:assert/strict";
import { test } from "node:test";

import { coloursFor, neighboursOf, type Area } from "../core/neighbour-colours.ts";

/** A chessboard of `side` x `side` squares; square r,c shares edges with those beside it. */
function board(side: number): Area[] {
  const areas: Area[] = [];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const corners = [[0, 0], [0, 1], [1, 1], [1, 0]];
      const points = corners.map(([r = 0, c = 0]) => [column + c, row + r]);
      areas.push({ id: `${row},${column}`, points });
    }
  }
  return areas;
}

test("neighbours never share a colour", () => {
  const areas = board(7);
  const colours = coloursFor(areas, 8);
  for (const [id, others] of neighboursOf(areas)) {
    for (const other of others) assert.notEqual(colours.get(id), colours.get(other), `${id} ${other}`);
  }
});

test("areas that touch in one corner only are no neighbours", () => {
  const found = neighboursOf(board(2));
  assert.deepEqual([...(found.get("0,0") ?? [])].sort(), ["0,1", "1,0"]);
});

test("the same areas get the same colours in any order", () => {
  const areas = board(5);
  const turned = coloursFor([...areas].reverse(), 8);
  for (const [id, colour] of coloursFor(areas, 8)) assert.equal(turned.get(id), colour);
});

test("colours are used about equally often", () => {
  const used = new Map<number, number>();
  for (const colour of coloursFor(board(8), 8).values()) used.set(colour, (used.get(colour) ?? 0) + 1);
  assert.equal(used.size, 8);
  assert.ok(Math.max(...used.values()) <= 2 * Math.min(...used.values()));
});
