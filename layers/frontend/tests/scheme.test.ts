import assert from "node:assert/strict";
import { test } from "node:test";

import type { Figures } from "../core/model.ts";
import { schemeFor } from "../core/scheme.ts";

function figures(households: number, deviation = 0): Figures {
  return { households, deviation, population: households * 3, density: households * 10, area_m2: 1e5 };
}

const bounds = { least: 300, most: 500 };
const colours = new Map([["a", 1], ["b", 2]]);

test("bounds are told by hatch and symbol as well as by colour", () => {
  const scheme = schemeFor("deviation", { figures: [], bounds, colours });
  const names = scheme.classes.map((entry) => entry.standing);
  const symbols = scheme.classes.map((entry) => entry.symbol);
  assert.deepEqual(names, ["far-below", "below", "within", "above", "far-above"]);
  assert.equal(new Set(symbols).size, 5);
});

test("a unit a fifth below its minimum is far below", () => {
  const scheme = schemeFor("deviation", { figures: [], bounds, colours });
  assert.equal(scheme.ofUnit(figures(300), "a"), 2);
  assert.equal(scheme.ofUnit(figures(299, -1), "a"), 1);
  assert.equal(scheme.ofUnit(figures(240, -60), "a"), 1);
  assert.equal(scheme.ofUnit(figures(239, -61), "a"), 0);
  assert.equal(scheme.ofUnit(figures(501, 1), "a"), 3);
  assert.equal(scheme.ofUnit(figures(601, 101), "a"), 4);
});

test("a unit without figures has no class", () => {
  for (const by of ["households", "density", "deviation"] as const) {
    const scheme = schemeFor(by, { figures: [figures(400)], bounds, colours });
    assert.equal(scheme.ofUnit(null, "a"), null);
    assert.equal(scheme.label(null), "");
  }
});

test("classes that hold nothing are not in the legend", () => {
  const scheme = schemeFor("households", { figures: [figures(400), figures(400)], bounds, colours });
  assert.equal(scheme.classes.length, 1);
});

test("labels carry the figure and its unit", () => {
  const material = { figures: [figures(1477), figures(568)], bounds, colours };
  assert.equal(schemeFor("households", material).label(figures(1477)), "1,477 户");
  assert.equal(schemeFor("deviation", material).label(figures(368, -132)), "▼▼ −132 户");
});

test("buildings of unknown floors and unknown use have classes of their own", () => {
  const material = { figures: [], bounds, colours };
  const floors = schemeFor("floors", material);
  assert.equal(floors.classes[floors.ofBuilding("residential", null) ?? -1]?.label, "未知");
  assert.equal(floors.classes[floors.ofBuilding("residential", 6) ?? -1]?.label, "4—6");
  assert.equal(floors.classes[floors.ofBuilding("residential", 19) ?? -1]?.label, "19 及以上");
  const uses = schemeFor("use", material);
  assert.equal(uses.classes[uses.ofBuilding("spaceport", 3) ?? -1]?.label, "未知");
});
