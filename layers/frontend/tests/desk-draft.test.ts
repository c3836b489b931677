import assert from "node:assert/strict";
import { test } from "node:test";

import { Following } from "../desk/following.ts";
import { Plan } from "../desk/plan.ts";
import { FakePage, FakeServer, LABELS } from "./desk-server.ts";

function page(): FakePage {
  return new FakePage(new FakeServer());
}

test("the selection can be replaced, added to, reduced and toggled", () => {
  const { desk } = page();
  desk.select([1, 2]);
  desk.select([3], "add");
  desk.select([1], "remove");
  desk.select([2, 4], "toggle");
  assert.deepEqual([...desk.selection], [3, 4]);
  desk.select([0]);
  assert.deepEqual([...desk.selection], [0]);
});

test("moving the selection empties it and ends the preview", () => {
  const { desk } = page();
  const told: string[] = [];
  for (const event of ["selection", "preview", "changed"] as const) desk.on(event, () => told.push(event));
  desk.select([0]);
  desk.aim(2);
  desk.moveSelection(2, "test");
  assert.equal(desk.target, null);
  assert.equal(desk.selection.size, 0);
  assert.equal(desk.labels[0], 2);
  assert.deepEqual(told, ["selection", "preview", "preview", "selection", "changed"]);
});

test("consequences are worked out once for all who ask, and anew where something changed", () => {
  const { desk } = page();
  let count = 0;
  desk.running.preview = () => new Map([[++count, null]]);
  const worked = () => [desk.preview, desk.preview].map((preview) => [...(preview?.after.keys() ?? [])].join());
  assert.deepEqual(worked(), ["", ""]);
  desk.select([0]);
  desk.aim(2);
  assert.deepEqual(worked(), ["1", "1"]);
  desk.select([1], "add");
  assert.deepEqual(worked(), ["2", "2"]);
  desk.aim(3);
  assert.deepEqual(worked(), ["3", "3"]);
  desk.submit({ kind: "assign", cells: [4], to: 3, how: "test" });
  assert.deepEqual(worked(), ["4", "4"]);
  desk.aim(null);
  assert.deepEqual(worked(), ["", ""]);
});

test("into a community go the grids of the selected cells", () => {
  const { desk } = page();
  desk.submit({ kind: "new_community", grids: [3], name: "新社区" });
  desk.select([0, 4]);
  desk.moveSelection(10, "test");
  assert.deepEqual([1, 2, 3].map((number) => desk.unit(number)?.parent), [10, 10, 10]);
  assert.deepEqual(desk.rowsOf(9), []);
  assert.deepEqual(desk.rowsOf(10), [...LABELS.keys()]);
});

test("a merged unit is retired and its cells follow", () => {
  const { desk } = page();
  desk.submit({ kind: "merge_units", units: [1, 2], into: 2 });
  assert.deepEqual(desk.rowsOf(2), [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.equal(desk.unit(1)?.retired, true);
  assert.equal(desk.unit(2)?.retired, false);
});

test("locks show at once", () => {
  const { desk } = page();
  desk.submit({ kind: "lock", units: [1], cells: [4] });
  assert.deepEqual([desk.unit(1)?.locked, desk.locked.has(4)], [true, true]);
  desk.submit({ kind: "unlock", units: [1], cells: [4] });
  assert.deepEqual([desk.unit(1)?.locked, desk.locked.has(4)], [false, false]);
});

test("figures the server did not send again stay", async () => {
  const server = new FakeServer();
  const here = new FakePage(server);
  const figures = { units: 4 } as never;
  here.desk.state.figures["3"] = figures;
  here.assign([0], 2);
  await here.steps(1);
  assert.equal(here.desk.figures(3), figures);
});

test("an outline without cells goes, another comes", async () => {
  const { desk } = page();
  const geometry = { type: "Polygon" };
  const feature = (id: number, shape: unknown) => ({ type: "Feature" as const, id, geometry: shape, properties: {} });
  const changes = { cells: [], units: [], locks: [], reshaped: false };
  const told: (readonly number[])[] = [];
  desk.on("outlines", (units) => told.push(units));
  const poll = (version: number, features: ReturnType<typeof feature>[]) => ({
    ...desk.state,
    version,
    changes: { ...changes, outlines: { type: "FeatureCollection" as const, features } },
    present: [],
    operations: [],
  });
  await desk.hear(poll(1, [feature(1, geometry), feature(2, geometry)]));
  await desk.hear(poll(2, [feature(1, null)]));
  assert.deepEqual([...desk.outlines.keys()], [2]);
  assert.deepEqual(told, [[1, 2], [1]]);
});

test("a reader's desk sends nothing", () => {
  const { desk } = page();
  desk.facts.may_edit = false;
  desk.submit({ kind: "assign", cells: [0], to: 2, how: "" });
  assert.deepEqual([desk.waiting.length, desk.labels[0]], [0, 1]);
});

test("running figures follow a few moved cells and are made anew for many", () => {
  const applied: [number[], number][] = [];
  let made = 0;
  const running = {
    preview: () => new Map(),
    figures: () => null,
    apply: (rows: Iterable<number>, to: number) => void applied.push([[...rows], to]),
  };
  const following = new Following(() => (made++, running));
  const plan = new Plan({ labels: Int32Array.from(LABELS), units: new FakeServer().facts().units, locked: [] });
  following.at(plan);
  plan.foresee({ kind: "assign", cells: [0, 1], to: 3, how: "" });
  following.at(plan);
  following.at(plan);
  assert.deepEqual([made, applied], [1, [[[0, 1], 3]]]);
  plan.foresee({ kind: "assign", cells: [0, 1, 2, 3], to: 2, how: "" });
  following.at(plan);
  assert.equal(made, 2);
  plan.foresee({ kind: "move_grids", grids: [1], to: 8 });
  following.at(plan);
  assert.deepEqual([made, applied.length], [3, 1]);
});
