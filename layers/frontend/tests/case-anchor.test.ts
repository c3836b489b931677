import assert from "node:assert/strict";
import { test } from "node:test";
import { anchorOf, choose, geometryOf, NOWHERE, place, type Spot, stepBack } from "../case/anchor.ts";
import { pan, showing, toPixel, toSpot, zoom } from "../case/view.ts";

const A: Spot = [107.1, 35.1];
const B: Spot = [107.2, 35.1];
const C: Spot = [107.2, 35.2];

function drawn(...spots: Spot[]): string {
  return geometryOf(spots.reduce((anchor, spot) => place(anchor, spot, "3"), choose("shape")));
}

test("one spot is a point, and the next one moves it", () => {
  const moved = place(place(choose("point"), A, ""), B, "");
  assert.deepEqual(JSON.parse(geometryOf(moved)), { type: "Point", coordinates: B });
});

test("a shape is a line from two spots and a closed polygon from three", () => {
  assert.equal(drawn(A), "");
  assert.equal(JSON.parse(drawn(A, B)).type, "LineString");
  assert.deepEqual(JSON.parse(drawn(A, B, C)).coordinates, [[A, B, C, A]]);
  assert.equal(drawn(A, A), "");
});

test("a step back takes the last spot away", () => {
  const shape = stepBack(place(place(choose("shape"), A, ""), B, ""));
  assert.deepEqual(shape.spots, [A]);
});

test("pointing beside every unit keeps the unit, pointing at one changes it", () => {
  const first = place(choose("unit"), A, "3");
  assert.equal(place(first, A, "").unit, "3");
  assert.equal(place(first, A, "4").unit, "4");
  assert.equal(geometryOf(first), "");
});

test("what a refused form had is there again", () => {
  for (const sent of [drawn(A, B), drawn(A, B, C), geometryOf(place(choose("point"), A, ""))]) {
    assert.equal(geometryOf(anchorOf(sent, "")), sent);
  }
  assert.equal(anchorOf("", "7").unit, "7");
  assert.equal(anchorOf("", ""), NOWHERE);
});

const GROUND = { west: 107, north: 36, left: 12, top: 12, east: 1000, down: 1200 };
const WHOLE = { x: 0, y: 0, width: 720, height: 460 };

test("a spot comes back from its pixel", () => {
  const [lon, lat] = toSpot(GROUND, ...toPixel(GROUND, A));
  assert.ok(Math.abs(lon - A[0]) < 1e-9 && Math.abs(lat - A[1]) < 1e-9);
});

test("zooming keeps the pixel under the pointer and never leaves the picture", () => {
  const close = zoom(WHOLE, WHOLE, 0.5, 100, 100);
  assert.deepEqual(close, { x: 50, y: 50, width: 360, height: 230 });
  assert.deepEqual(zoom(WHOLE, close, 8, 100, 100), WHOLE);
  assert.equal(zoom(WHOLE, close, 1e-9, 100, 100).width, 720 / 32);
  assert.deepEqual(pan(WHOLE, close, -9999, 9999), { ...close, x: 0, y: 230 });
});

test("the cross is brought into what is seen", () => {
  const close = { x: 0, y: 0, width: 360, height: 230 };
  const seen = showing(WHOLE, close, 500, 100);
  assert.ok(seen.x <= 500 - 36 && seen.x + seen.width >= 500 + 36);
  assert.deepEqual(showing(WHOLE, close, 100, 100), close);
});
