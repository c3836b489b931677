/** This window's name for the server: the same after a reload, another in another window. */

import { freshKey } from "./entries.ts";

const NAME = "wangge-window";

export function windowKey(): string {
  try {
    const known = performanceType() === "reload" ? sessionStorage.getItem(NAME) : null;
    const key = known ?? freshKey();
    sessionStorage.setItem(NAME, key);
    return key;
  } catch {
    return freshKey();
  }
}

/** A duplicated window copies its session storage, but is not a reload. */
function performanceType(): string {
  const [entry] = performance.getEntriesByType("navigation");
  return (entry as PerformanceNavigationTiming | undefined)?.type ?? "navigate";
}
