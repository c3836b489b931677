/** Putting a draft on the desk: everything it starts from, and the line to the server. */

import type { DeskApi } from "./api.ts";
import { Desk } from "./desk.ts";
import type { Parts } from "./events.ts";
import { openKeep } from "./keep.ts";
import type { GroundPart, ShapesPart } from "./parts.ts";
import { Queue } from "./queue.ts";
import { PageRest } from "./rest.ts";
import type { DraftFacts } from "./wire.ts";

/** `who` names the person, so that nobody sends what somebody else left unsent here. */
export async function openDesk<G extends GroundPart, S extends ShapesPart>(
  api: DeskApi,
  parts: Parts<G, S>,
  who: string,
): Promise<Desk<G, S>> {
  const [{ facts, labels }, outlines, ground, shapes, { keep, entries }] = await Promise.all([
    sameVersion(api),
    api.outlines(),
    api.bytes("ground").then(parts.ground),
    api.bytes("shapes").then(parts.shapes),
    openKeep(`${api.url} ${who}`),
  ]);
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
