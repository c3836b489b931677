/** What the desk asks of the server about one draft. */

import { getJson, getRaw, sendJson } from "../core/requests.ts";
import type { DraftFacts, GeoJSON, Logged, OperationAnswer, OperationRequest, Poll, Snapshot } from "./wire.ts";

export class DeskApi {
  constructor(
    /** Address of the draft in the API, without a slash at its end. */
    readonly url: string,
    /** This window, told from the others of the same person. */
    readonly tab: string,
  ) {}

  facts(): Promise<DraftFacts> {
    return getJson(this.url);
  }

  /** Unit number per row, and the version they are of. */
  async labels(): Promise<{ labels: Int32Array; version: number }> {
    const response = await getRaw(`${this.url}/labels`);
    const labels = new Int32Array(await response.arrayBuffer());
    return { labels, version: Number(response.headers.get("X-Draft-Version")) };
  }

  outlines(): Promise<GeoJSON> {
    return getJson(`${this.url}/outlines`);
  }

  async bytes(of: "ground" | "shapes"): Promise<ArrayBuffer> {
    return (await getRaw(`${this.url}/${of}`)).arrayBuffer();
  }

  send(request: OperationRequest, signal?: AbortSignal): Promise<OperationAnswer> {
    return sendJson("POST", `${this.url}/operations`, request, signal);
  }

  poll(since: number, unit: number | null, signal?: AbortSignal): Promise<Poll> {
    const query = new URLSearchParams({ since: String(since), tab: this.tab });
    if (unit !== null) query.set("unit", String(unit));
    return getJson(`${this.url}/poll?${query}`, signal);
  }

  history(before?: number): Promise<Logged[]> {
    return getJson(`${this.url}/history${before === undefined ? "" : `?before=${before}`}`);
  }

  snapshots(): Promise<Snapshot[]> {
    return getJson(`${this.url}/snapshots`);
  }

  nameSnapshot(name: string): Promise<Snapshot> {
    return sendJson("POST", `${this.url}/snapshots`, { name });
  }

  /** The snapshots that are left. */
  dropSnapshot(id: string): Promise<Snapshot[]> {
    return sendJson("DELETE", `${this.url}/snapshots/${id}`, {});
  }
}
