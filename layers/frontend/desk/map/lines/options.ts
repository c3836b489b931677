/** What the bar over the map says about lines. */

import { byId } from "../../../core/dom.ts";

/** Whether open ground may be cut where a line needs it. */
export function mayCutOpen(): boolean {
  return byId<HTMLInputElement>("cut-open").checked;
}
