import assert from "node:assert/strict";
import { test } from "node:test";

import type { Desk } from "../desk/desk.ts";
import { leavingTheirCommunity } from "../desk/panels/effect.ts";

/** Cells 0 and 1 of the east, 2 and 3 of the west; grid 11 lies in the east, 12 in a new community. */
function desk(kind: "division" | "consolidation"): Desk {
  const units: Record<number, object> = {
    1: { place: "east", parent: null },
    2: { place: null, parent: null },
    11: { place: null, parent: 1 },
    12: { place: null, parent: 2 },
  };
  const ground = { community: [0, 0, 1, 1], communities: [{ id: "east" }, { id: "west" }] };
  return { facts: { kind }, ground, unit: (number: number) => units[number] ?? null } as unknown as Desk;
}

const moving = (rows: number[], to: number) => ({ to, rows, before: new Map(), after: new Map() });

test("cells that would leave their community are counted where communities must stay", () => {
  assert.equal(leavingTheirCommunity(desk("division"), moving([1, 2, 3], 11)), 2);
  assert.equal(leavingTheirCommunity(desk("division"), moving([0, 1], 11)), 0);
});

test("where communities follow their grids nothing leaves", () => {
  assert.equal(leavingTheirCommunity(desk("consolidation"), moving([1, 2], 11)), 0);
  assert.equal(leavingTheirCommunity(desk("division"), moving([1, 2], 12)), 0);
});
