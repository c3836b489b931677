import assert from "node:assert/strict";
import { test } from "node:test";

import { asOf } from "../core/as-of.ts";
import { readAddress, START, writeAddress, type State } from "../core/state.ts";

const KEY = "1bba81a6-8c45-4a02-87c5-94f8a0ade9d0";

test("what is written can be read again", () => {
  const state: State = {
    by: "deviation",
    level: "grid",
    unit: KEY,
    building: null,
    alternative: 7,
    edition: 2,
    suggested: 12,
    mode: "both",
    view: { lon: 107.64, lat: 35.71, zoom: 15.25 },
  };
  assert.deepEqual(readAddress(writeAddress(state)), state);
});

test("what is asked for is asked for as of the edition shown", () => {
  assert.equal(asOf("/api/units?level=grid", 2), "/api/units?level=grid&edition=2");
  assert.equal(asOf("/list/629931/unit/", 2), "/list/629931/unit/?edition=2");
  assert.equal(asOf("/list/629931/unit/", null), "/list/629931/unit/");
});

test("the start needs no address", () => {
  assert.equal(writeAddress(START), "");
  assert.deepEqual(readAddress(""), START);
});

test("nonsense in an address is as if it were not there", () => {
  const nonsense = "by=luck&level=moon&unit=<script>&building=-1&alternative=x&mode=both&view=a,b,c";
  assert.deepEqual(readAddress(nonsense), START);
});

test("a view outside the world is refused", () => {
  assert.equal(readAddress("view=500,35,14").view, null);
  assert.equal(readAddress("view=107,35").view, null);
});

test("without an alternative only the present state can show", () => {
  assert.equal(readAddress("mode=both").mode, "present");
  assert.equal(readAddress("alternative=3").mode, "suggestion");
});
