import assert from "node:assert/strict";
import { test } from "node:test";

import { groundCircle } from "../core/ground-circle.ts";

const RADIANS = Math.PI / 180;

/** Metres between two points by the haversine formula on a sphere of the ellipsoid's mean radius. */
function metres([lon1, lat1]: [number, number], [lon2, lat2]: [number, number]): number {
  const a =
    Math.sin(((lat2 - lat1) * RADIANS) / 2) ** 2 +
    Math.cos(lat1 * RADIANS) * Math.cos(lat2 * RADIANS) * Math.sin(((lon2 - lon1) * RADIANS) / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(a));
}

test("every point lies at the radius, wherever the county is", () => {
  for (const lat of [18.2, 35.71, 53.4]) {
    for (const point of groundCircle(107.64, lat, 500)) {
      // a sphere and the ellipsoid differ by up to 0.4 %
      assert.ok(Math.abs(metres([107.64, lat], point) - 500) < 2.5, `${lat}`);
    }
  }
});

test("five hundred metres east at 35.71 N are 0.0055253 degrees", () => {
  // By pyproj 3.7: Geod(ellps="GRS80").fwd(107.64, 35.71, 90, 500); the ellipsoids differ by 0.1 mm.
  const [east] = groundCircle(107.64, 35.71, 500, 4);
  assert.ok(east && Math.abs(east[0] - 107.64 - 0.0055253) < 1e-6, String(east));
});

test("in the web map the circle is wider than its metres, by the latitude's stretch", () => {
  const ring = groundCircle(107.64, 35.71, 500);
  const wide = (Math.max(...ring.map(([lon]) => lon)) - 107.64) * RADIANS * 6_378_137;
  assert.ok(wide / 500 > 1.22 && wide / 500 < 1.24, String(wide / 500));
});

test("the ring is closed", () => {
  const ring = groundCircle(107.64, 35.71, 1000, 12);
  assert.equal(ring.length, 13);
  assert.deepEqual(ring[0], ring[12]);
});
