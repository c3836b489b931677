import assert from "node:assert/strict";
import { test } from "node:test";

import { RequestFailed } from "../core/requests.ts";
import { PageDrawer } from "../member/drawer.ts";
import { Outbox, type Report, type Waiting } from "../member/outbox.ts";

/** The other end of the line: keeps each key once, as the server does. */
class Server {
  readonly kept = new Map<string, Report>();
  requests = 0;
  trouble: "offline" | "signed-out" | "refused" | null = null;
  losesAnswers = false;

  send = async (_address: string, report: Report): Promise<void> => {
    this.requests += 1;
    if (this.trouble) throw new RequestFailed(this.trouble, "说明", 0);
    this.kept.set(report.key, report);
    if (this.losesAnswers) throw new RequestFailed("offline", "没有回应");
  };
}

function report(key: string): Waiting {
  const facts = { fault: "other", spot: null, building: 1, floors: null, households: null, text: key };
  return { report: { key, ...facts }, address: "/api/grids/1/corrections", person: 1, title: key };
}

test("a report is sent and no longer kept", async () => {
  const server = new Server();
  const outbox = new Outbox(new PageDrawer(), server.send);
  await outbox.add(report("a"));
  assert.deepEqual(await outbox.flush(), { sent: 1, trouble: null });
  assert.deepEqual(await outbox.waiting(), []);
  assert.deepEqual([...server.kept.keys()], ["a"]);
});

test("without a line reports wait, and are sent in turn once there is one", async () => {
  const server = new Server();
  const outbox = new Outbox(new PageDrawer(), server.send);
  server.trouble = "offline";
  for (const key of ["a", "b"]) await outbox.add(report(key));
  assert.equal((await outbox.flush()).trouble?.trouble, "offline");
  assert.equal(server.requests, 1); // the second is not tried on a dead line
  assert.equal((await outbox.waiting()).length, 2);
  server.trouble = null;
  assert.equal((await outbox.flush()).sent, 2);
  assert.deepEqual([...server.kept.keys()], ["a", "b"]);
});

test("a lost answer sends the same key again, never another", async () => {
  const server = new Server();
  const outbox = new Outbox(new PageDrawer(), server.send);
  server.losesAnswers = true;
  await outbox.add(report("a"));
  await outbox.flush();
  server.losesAnswers = false;
  await outbox.flush();
  assert.equal(server.requests, 2);
  assert.deepEqual([...server.kept.keys()], ["a"]);
  assert.deepEqual(await outbox.waiting(), []);
});

test("two who flush at once send once", async () => {
  const server = new Server();
  const outbox = new Outbox(new PageDrawer(), server.send);
  await outbox.add(report("a"));
  await Promise.all([outbox.flush(), outbox.flush()]);
  assert.equal(server.requests, 1);
});

test("what the server refuses is kept with its reason and stands in nobody's way", async () => {
  const server = new Server();
  const outbox = new Outbox(new PageDrawer(), server.send);
  server.trouble = "refused";
  await outbox.add(report("a"));
  assert.deepEqual(await outbox.flush(), { sent: 0, trouble: null });
  server.trouble = null;
  await outbox.add(report("b"));
  assert.equal((await outbox.flush()).sent, 1);
  assert.deepEqual((await outbox.waiting()).map((one) => [one.title, one.refusal]), [["a", "说明"]]);
});

test("whoever is signed out sends nothing and loses nothing", async () => {
  const server = new Server();
  const outbox = new Outbox(new PageDrawer(), server.send);
  server.trouble = "signed-out";
  await outbox.add(report("a"));
  assert.equal((await outbox.flush()).trouble?.trouble, "signed-out");
  assert.equal((await outbox.waiting())[0]?.refusal, undefined);
});

test("what is added while others are sent goes with them", async () => {
  const server = new Server();
  const outbox = new Outbox(new PageDrawer(), server.send);
  await outbox.add(report("a"));
  const sending = outbox.flush();
  await outbox.add(report("b"));
  await Promise.all([sending, outbox.flush()]);
  assert.deepEqual([...server.kept.keys()], ["a", "b"]);
  assert.deepEqual(await outbox.waiting(), []);
});
