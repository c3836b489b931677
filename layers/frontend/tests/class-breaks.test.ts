import assert from "node:assert/strict";
import { test } from "node:test";

import { classOf, niceBreaks } from "../core/class-breaks.ts";

const households = [1477, 2146, 568, 854, 1875, 734, 2296, 584, 1089, 1331, 1616, 1897, 750, 829, 1482, 564];

test("limits ascend and every class holds a value", () => {
  const limits = niceBreaks(households, 5);
  assert.deepEqual(limits, [...limits].sort((a, b) => a - b));
  const filled = new Set(households.map((value) => classOf(value, limits)));
  assert.equal(filled.size, limits.length + 1);
});

test("limits are numbers people can read", () => {
  for (const limit of niceBreaks(households, 5)) assert.equal(limit % 100, 0, String(limit));
});

test("a value on a limit belongs to the class above it", () => {
  assert.equal(classOf(700, [700, 900]), 1);
  assert.equal(classOf(699, [700, 900]), 0);
  assert.equal(classOf(900, [700, 900]), 2);
});

test("equal values make one class", () => {
  assert.deepEqual(niceBreaks([400, 400, 400], 5), []);
});

test("no values, or none that is a number, make no limits", () => {
  assert.deepEqual(niceBreaks([], 5), []);
  assert.deepEqual(niceBreaks([Number.NaN, Number.POSITIVE_INFINITY], 5), []);
});

test("one value far away does not leave classes empty", () => {
  const values = [1, 1, 1, 1, 1, 1, 1, 1, 1, 90_000];
  const limits = niceBreaks(values, 5);
  const filled = new Set(values.map((value) => classOf(value, limits)));
  assert.equal(filled.size, limits.length + 1);
});

test("negative values and fractions are classed as well", () => {
  const values = [-0.4, -0.2, 0.1, 0.3, 0.35, 0.6];
  const limits = niceBreaks(values, 3);
  assert.equal(limits.length, 2);
  assert.equal(classOf(-0.4, limits), 0);
  assert.equal(classOf(0.6, limits), 2);
});
