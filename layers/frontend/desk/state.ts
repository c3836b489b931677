/** The state of a draft brought up to date by what the server tells of a later version. */

import type { State, Violation } from "./wire.ts";

/** What the server did not look at again is as it was. */
export function stateAfter(before: State, told: State): State {
  const judged = new Set(told.judged);
  const kept = before.violations.filter(({ unit }) => !judged.has(unit ?? 0));
  return {
    ...told,
    figures: { ...before.figures, ...told.figures },
    violations: [...kept, ...told.violations].sort(inOrder),
  };
}

/** Grids first, then by number: the order of the server. */
function inOrder(one: Violation, other: Violation): number {
  const levels = Number(one.level === "community") - Number(other.level === "community");
  return levels || (one.unit ?? 0) - (other.unit ?? 0);
}
