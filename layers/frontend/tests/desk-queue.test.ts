import assert from "node:assert/strict";
import { test } from "node:test";

import { conflictOf, FakePage, FakeServer, LABELS } from "./desk-server.ts";

test("an operation shows at once and is sent", async () => {
  const page = new FakePage(new FakeServer());
  page.assign([0, 1], 2);
  assert.deepEqual([...page.desk.labels].slice(0, 4), [2, 2, 1, 1]);
  assert.deepEqual(page.desk.unsettled, [0, 1]);
  assert.equal(page.server.version, 0);
  await page.steps(1);
  assert.equal(page.server.version, 1);
  assert.deepEqual(page.desk.unsettled, []);
  assert.equal(page.desk.saved, "saved");
  assert.deepEqual(await page.keep.load(), []);
});

test("operations are sent one after the other, each from the version of the one before", async () => {
  const page = new FakePage(new FakeServer());
  page.assign([0], 2);
  page.assign([1], 3);
  page.assign([0], 3);
  await page.steps(3);
  assert.deepEqual(page.server.requests.map((request) => request.expected_version), [0, 1, 2]);
  assert.deepEqual([...page.server.plan.labels].slice(0, 2), [3, 3]);
  assert.deepEqual([...page.desk.labels], [...page.server.plan.labels]);
});

test("a lost answer does nothing twice", async () => {
  const page = new FakePage(new FakeServer());
  page.server.loseAnswer = true;
  page.assign([0], 2);
  await page.steps(1);
  assert.equal(page.desk.saved, "offline");
  assert.equal(page.desk.waiting.length, 1);
  await page.steps(1);
  assert.equal(page.server.version, 1);
  assert.equal(page.server.requests[0]?.idempotency_key, page.server.requests[1]?.idempotency_key);
  assert.equal(page.desk.version, 1);
  assert.equal(page.desk.saved, "saved");
});

test("what could not be sent is sent once after a reload", async () => {
  const server = new FakeServer();
  const page = new FakePage(server);
  server.reachable = false;
  page.assign([0], 2);
  page.assign([1], 2);
  await page.steps(3);
  const after = await page.reload();
  assert.deepEqual([...after.desk.labels].slice(0, 2), [2, 2]);
  server.reachable = true;
  await after.steps(3);
  assert.equal(server.version, 2);
  assert.deepEqual(await after.keep.load(), []);
  assert.deepEqual([...server.plan.labels].slice(0, 3), [2, 2, 1]);
});

test("an answer lost before a reload is not done again", async () => {
  const page = new FakePage(new FakeServer());
  page.server.loseAnswer = true;
  page.assign([0], 2);
  await page.steps(1);
  page.server.other({ kind: "assign", cells: [0], to: 3, how: "" });
  const after = await page.reload();
  await after.steps(2);
  assert.equal(page.server.version, 2);
  assert.equal(after.desk.labels[0], 3);
});

test("while the server is gone, waiting grows longer up to a limit", async () => {
  const page = new FakePage(new FakeServer());
  page.server.reachable = false;
  page.assign([0], 2);
  await page.steps(6);
  assert.deepEqual(page.rests, [1000, 2000, 4000, 8000, 10000, 10000]);
});

test("an expired session keeps the operation until it is possible again", async () => {
  const page = new FakePage(new FakeServer());
  page.server.refuseNext = { status: 401, code: "sign_in_required", message: "" };
  page.assign([0], 2);
  await page.steps(1);
  assert.equal(page.desk.saved, "signed-out");
  await page.steps(1);
  assert.equal(page.server.version, 1);
});

test("a refused operation is taken back, and nothing else is lost", async () => {
  const page = new FakePage(new FakeServer());
  page.server.refuseNext = { status: 422, code: "locked", message: "单位2已锁定。" };
  page.assign([0], 2);
  page.assign([4], 3);
  await page.steps(2);
  assert.deepEqual(page.refusals, ["单位2已锁定。"]);
  assert.deepEqual([...page.desk.labels], LABELS.map((unit, row) => (row === 4 ? 3 : unit)));
  assert.deepEqual(await page.keep.load(), []);
});

test("a stale version is made good by asking what changed", async () => {
  const page = new FakePage(new FakeServer());
  page.server.other({ kind: "assign", cells: [8], to: 1, how: "" });
  page.server.refuseNext = { status: 409, code: "stale", message: "" };
  page.assign([0], 2);
  await page.steps(2);
  assert.equal(page.server.requests[1]?.expected_version, 1);
  assert.equal(page.server.version, 2);
  assert.deepEqual([page.desk.labels[0], page.desk.labels[8]], [2, 1]);
});

test("what others did shows without touching what waits", async () => {
  const page = new FakePage(new FakeServer());
  await page.steps(1);
  page.server.other({ kind: "assign", cells: [8, 0], to: 2, how: "" });
  page.server.reachable = false;
  page.assign([0], 3);
  await page.steps(1);
  page.server.reachable = true;
  await page.steps(1);
  assert.deepEqual([page.desk.labels[0], page.desk.labels[8]], [3, 2]);
});

test("a conflict waits for the planner and goes out with the choice and the version it named", async () => {
  const page = new FakePage(new FakeServer());
  page.server.other({ kind: "assign", cells: [0], to: 3, how: "" });
  const more = { ...page.server.state(), changes: page.server.changes(0), conflicts: [conflictOf(page.server)] };
  page.server.refuseNext = { status: 409, code: "conflict", message: "", more };
  page.assign([0], 2);
  await page.steps(1);
  assert.equal(page.desk.saved, "conflict");
  assert.equal(page.desk.conflicts.length, 1);
  await page.steps(2);
  assert.equal(page.server.requests.length, 1);
  page.server.other({ kind: "assign", cells: [9], to: 1, how: "" });
  await page.steps(1);
  assert.equal(page.desk.version, 1);
  page.desk.resolve({ c1: "mine" });
  await page.steps(1);
  const request = page.server.requests[1];
  assert.deepEqual([request?.expected_version, request?.resolutions], [1, { c1: "mine" }]);
  assert.deepEqual([page.desk.labels[0], page.desk.labels[9], page.desk.conflicts.length], [2, 1, 0]);
  page.assign([1], 2);
  await page.steps(1);
  assert.equal(page.server.requests[2]?.resolutions, undefined);
});

test("later steps speak of a new unit by the number the server gave it", async () => {
  const server = new FakeServer();
  const page = new FakePage(server);
  server.reachable = false;
  page.desk.submit({ kind: "new_unit", cells: [0], name: "新网格", parent: 9 });
  page.assign([1], 10);
  await page.steps(1);
  server.other({ kind: "new_unit", cells: [8], name: "别人的", parent: 9 });
  server.reachable = true;
  await page.steps(3);
  assert.deepEqual([...server.plan.labels], [11, 11, 1, 1, 2, 2, 2, 2, 10, 3, 3, 3]);
  assert.deepEqual([...page.desk.labels], [...server.plan.labels]);
});

test("undoing what was not sent yet takes it back without asking", async () => {
  const page = new FakePage(new FakeServer());
  page.assign([0], 2);
  page.desk.undo();
  assert.equal(page.desk.labels[0], 1);
  assert.deepEqual(await page.keep.load(), []);
  page.desk.redo();
  assert.equal(page.desk.labels[0], 2);
  await page.steps(2);
  assert.equal(page.server.version, 1);
});

test("undoing what may have been sent is the server's to do", async () => {
  const page = new FakePage(new FakeServer());
  page.server.reachable = false;
  page.assign([0], 2);
  await page.steps(1);
  page.desk.undo();
  page.server.reachable = true;
  await page.steps(2);
  assert.deepEqual(page.server.log.map((step) => step.operation.kind), ["assign", "undo"]);
});

test("a new unit of somebody else moves ours to the next number before it is sent", async () => {
  const page = new FakePage(new FakeServer());
  page.server.refuseNext = { status: 409, code: "stale", message: "" };
  page.desk.submit({ kind: "new_unit", cells: [0], name: "新网格", parent: 9 });
  page.assign([1], 10);
  page.server.other({ kind: "new_unit", cells: [8], name: "别人的", parent: 9 });
  await page.steps(1);
  assert.deepEqual([page.desk.labels[0], page.desk.labels[1], page.desk.labels[8]], [11, 11, 10]);
  await page.steps(2);
  assert.deepEqual([...page.desk.labels], [...page.server.plan.labels]);
});

test("a conflict that comes up while one is settled is asked about in its turn", async () => {
  const page = new FakePage(new FakeServer());
  const dispute = (id: string) => {
    page.server.other({ kind: "assign", cells: [0], to: 3, how: "" });
    const more = {
      ...page.server.state(),
      changes: page.server.changes(page.desk.version),
      conflicts: [conflictOf(page.server, { id })],
    };
    page.server.refuseNext = { status: 409, code: "conflict", message: "", more };
  };
  page.assign([0], 2);
  dispute("first");
  await page.steps(1);
  page.desk.resolve({ first: "mine" });
  dispute("first-then-second");
  await page.steps(1);
  assert.deepEqual(page.desk.conflicts.map((one) => one.id), ["first-then-second"]);
  page.desk.resolve({ "first-then-second": "theirs" });
  await page.steps(1);
  const asked = page.server.requests.map((request) => [request.expected_version, request.resolutions]);
  assert.deepEqual(asked, [
    [0, undefined],
    [1, { first: "mine" }],
    [2, { "first-then-second": "theirs" }],
  ]);
  assert.equal(page.desk.saved, "saved");
});
