/** A bar over the map while something is on its way. */

import { byId } from "../core/dom.ts";

let waiting = 0;

/** Show the bar until `work` has ended, however it ends. */
export async function during<T>(work: Promise<T>): Promise<T> {
  waiting++;
  update();
  try {
    return await work;
  } finally {
    waiting--;
    update();
  }
}

function update(): void {
  byId("progress").hidden = waiting === 0;
}
