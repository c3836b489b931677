import assert from "node:assert/strict";
import { test } from "node:test";

import { pixelOf, spotOf } from "../member/config.ts";
import { closer, moved, scaleOf, wholeOf } from "../member/view-box.ts";

const FRAME = { west: 107.64, north: 35.72, x: 80_000, y: 98_000, left: 60, top: 60, width: 720, height: 540, metres: 1.1 };
const WHOLE = wholeOf(FRAME);

test("a spot of the ground comes back from its place on the picture", () => {
  const spot = [107.6431234, 35.7178901] as const;
  assert.deepEqual(spotOf(FRAME, pixelOf(FRAME, spot)), spot);
  assert.deepEqual(pixelOf(FRAME, [107.64, 35.72]), [60, 60]);
});

test("what is brought closer stays under the finger", () => {
  const box = closer(WHOLE, WHOLE, 2, [540, 135]);
  assert.equal(scaleOf(box, WHOLE), 2);
  assert.deepEqual([(540 - box.x) / box.width, (135 - box.y) / box.height], [540 / 720, 135 / 540]);
});

test("the picture never leaves its frame", () => {
  assert.deepEqual(closer(WHOLE, WHOLE, 0.2, [0, 0]), WHOLE);
  assert.equal(scaleOf(closer(WHOLE, WHOLE, 1000, [9, 9]), WHOLE), 12);
  const corner = moved(closer(WHOLE, WHOLE, 2, [0, 0]), WHOLE, 9999, -9999);
  assert.deepEqual([corner.x, corner.y], [360, 0]);
});
