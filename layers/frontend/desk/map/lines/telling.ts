/** What both sides of a line would come to, beside the map while it is drawn. */

import { byId, el } from "../../../core/dom.ts";
import { whole } from "../../../core/numbers.ts";
import { standingOf, symbolOf } from "../../../core/standing.ts";
import { t } from "../../../core/words.ts";
import { fullName, side } from "../../panels/names.ts";
import type { MapDesk } from "../material.ts";
import { householdsOf } from "../spoken.ts";

/** A unit, or null for a new one, and the households it would have. */
export interface Outcome {
  unit: number | null;
  households: number;
}

/** Cells that would change their unit, and the units' households then. */
export function tellSides(desk: MapDesk, moving: Iterable<number>, outcomes: readonly Outcome[]): void {
  desk.select(moving, "replace");
  const box = byId("consequence");
  box.hidden = !outcomes.length;
  box.replaceChildren(...outcomes.map((outcome) => lineOf(desk, outcome)));
}

export function stopTelling(desk: MapDesk): void {
  desk.select([]);
  byId("consequence").hidden = true;
}

/** In one sentence, for those who listen. */
export function spokenSides(desk: MapDesk, outcomes: readonly Outcome[]): string {
  return outcomes.map(({ unit, households }) => `${nameOf(desk, unit)} ${t("{count} 户", { count: whole(households) })}`).join(t("，"));
}

export function outcomeOf(desk: MapDesk, unit: number, gained: readonly number[], lost: readonly number[]): Outcome {
  const now = householdsOf(desk, desk.rowsOf(unit));
  return { unit, households: now + householdsOf(desk, gained) - householdsOf(desk, lost) };
}

function lineOf(desk: MapDesk, { unit, households }: Outcome): HTMLElement {
  const { min_households: least, max_households: most } = desk.facts.bounds[desk.level];
  const off = households < least ? households - least : Math.max(0, households - most);
  const standing = standingOf(off, least, most);
  const before = unit === null ? null : householdsOf(desk, desk.rowsOf(unit));
  return el(
    "p",
    {},
    el("span", { class: "consequence-name" }, nameOf(desk, unit)),
    el("span", { class: "num" }, `${before === null ? "" : `${whole(before)} → `}${whole(households)} ${t("户")}`),
    el("span", { class: `standing standing-${side(standing)}` }, `${symbolOf(standing)} ${off ? `${off > 0 ? "+" : ""}${whole(off)}` : ""}`),
  );
}

function nameOf(desk: MapDesk, unit: number | null): string {
  if (unit !== null) return fullName(desk, unit);
  return desk.level === "grid" ? t("新网格") : t("新社区");
}
