import assert from "node:assert/strict";
import { test } from "node:test";

import { readGround } from "../desk/ground.ts";
import { reachText, unreachedOf } from "../desk/panels/reach.ts";
import { groundPacket } from "./desk-packing.ts";

const VENUES = [{ id: "v", name: "党群服务中心", lonlat: null }];
const NEAR_ROW_0 = { reach_start: [0, 1, 1, 1, 1], reach_venue: [0], reach_metres: [120], households: [9, 1200, 0, 34] };

function ground(said: Record<string, number[]>, header: object = {}) {
  return readGround(groundPacket(4, [], said, { venues: VENUES, ...header }));
}

function told(said: Record<string, number[]>, header: object = {}): string | null {
  const read = ground(said, header);
  const found = unreachedOf(read);
  return found && reachText(read, found);
}

test("households that cannot walk to a venue are counted where somebody lives", () => {
  assert.deepEqual(unreachedOf(ground(NEAR_ROW_0)), { rows: [1, 3], households: 1234 });
  assert.equal(told(NEAR_ROW_0), "▲ 1,234 户步行 1,000 米到不了任何阵地");
  assert.equal(told({ ...NEAR_ROW_0, households: [9, 0, 0, 0] }), "✓ 各户步行 1,000 米内都有阵地");
});

test("where there are no roads nobody is said to walk", () => {
  assert.equal(told(NEAR_ROW_0, { on_foot: false }), "▲ 1,234 户 1,000 米内没有任何阵地");
  assert.equal(told({ ...NEAR_ROW_0, households: [9, 0, 0, 0] }, { on_foot: false }), "✓ 各户 1,000 米内都有阵地");
});

test("without a venue, or a radius to look within, there is nothing to reach", () => {
  assert.equal(told(NEAR_ROW_0, { farthest: 0 }), null);
  assert.equal(told(NEAR_ROW_0, { venues: [] }), null);
});
