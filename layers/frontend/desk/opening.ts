/** Putting a draft on the desk: everything it starts from, and the line to the server. */

import type { DeskApi } from "./api.ts";
import { Desk } from "./desk.ts";
import type { Parts } from "./events.ts";
import { openKeep } from "./keep.ts";
import type { GroundPart } from "./parts.ts";
import { Queue } from "./queue.ts";
import { PageRest } from "./rest.ts";
import type { DraftFacts } from "./wire.ts";

/** `who` names the person, so that nobody sends what somebody else left unsent here. */
export async function openDesk<G extends GroundPart, S>(
  api: DeskApi,
  parts: Parts<G, S>,
  who: string,
): Promise<Desk<G, S>> {
  const [{ facts, labels }, outlines, bytes, { keep, entries }] = await Promise.all([
    sameVersion(api),
    api.outlines(),
    Promise.all([api.bytes("ground"), api.bytes("shapes")]),
    openKeep(`${api.url} ${who}`),
  ]);
  const ground = parts.ground(bytes[0]);
  const shapes = parts.shapes(bytes[1], ground);
  const desk = new Desk(api, parts, { facts, labels, outlines, ground, shapes });
  const queue = new Queue(desk, api, keep, new PageRest());
  desk.attach(queue, facts.may_edit ? entries : []);
  void queue.run();
  return desk;
}

/** Units and labels of one version, though somebody may be at work between the two requests. */
async function sameVersion(api: DeskApi): Promise<{ facts: DraftFacts; labels: Int32Array }> {
  for (;;) {
    const [facts, { labels, version }] = await Promise.all([api.facts(), api.labels()]);
    if (facts.version === version) return { facts, labels };
  }
}
