/** What the desk's map and menus say of a unit: its name, its households, how it stands. */

import { whole } from "../../core/numbers.ts";
import { symbolOf } from "../../core/standing.ts";
import { t } from "../../core/words.ts";
import { standingIn } from "../panels/names.ts";
import type { DraftFacts, Figures, Unit, UnitLevel } from "../wire.ts";
import type { MapDesk } from "./material.ts";

/** A name within its community needs only what the community's name does not say. */
export function shortName(unit: Unit, parent: Unit | null): string {
  const rest = parent && unit.name.startsWith(parent.name) ? unit.name.slice(parent.name.length) : "";
  return rest || unit.name;
}

/** Households, with a mark and the households missing or in excess. */
export function householdsText(facts: DraftFacts, level: UnitLevel, figures: Figures | null): string {
  if (!figures) return "";
  const standing = standingIn(facts, level, figures);
  const count = t("{count} 户", { count: whole(figures.households) });
  if (standing === "within") return count;
  return `${count} ${symbolOf(standing)}${figures.deviation > 0 ? "+" : ""}${whole(figures.deviation)}`;
}

/** What is wrong with a unit, in a word each, for its badge on the map. */
export function faultsOf(desk: MapDesk, unit: number, level: UnitLevel): string[] {
  const words: Record<string, string> = {
    connected: t("不连通"),
    parent: t("跨社区"),
    locked: t("锁定冲突"),
    unassigned: t("未划分"),
  };
  const broken = desk.state.violations.filter((one) => one.hard && one.unit === unit && one.level === level);
  return [...new Set(broken.map(({ rule }) => words[rule] ?? t("不合规")))];
}
