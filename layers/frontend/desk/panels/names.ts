/** What panels call a unit, its figures and its standing. */

import { NOTHING, whole } from "../../core/numbers.ts";
import { standingOf, symbolOf, type Standing } from "../../core/standing.ts";
import { t } from "../../core/words.ts";
import type { Desk } from "../desk.ts";
import type { DraftFacts, Figures, Unit, UnitLevel } from "../wire.ts";

/** A name, with the community before it where the name alone does not say it. */
export function fullName(desk: Pick<Desk, "unit">, number: number): string {
  const unit = desk.unit(number);
  if (!unit) return number ? t("第 {number} 号", { number }) : t("未划分");
  const parent = unit.parent === null ? null : desk.unit(unit.parent);
  return parent && !unit.name.startsWith(parent.name) ? `${parent.name}${unit.name}` : unit.name;
}

export function levelName(level: UnitLevel): string {
  return level === "grid" ? t("网格") : t("社区");
}

export function standingIn(facts: DraftFacts, level: UnitLevel, figures: Figures): Standing {
  const bounds = facts.bounds[level];
  return standingOf(figures.deviation, bounds.min_households, bounds.max_households);
}

/** "▲ 高于上限 12 户": a sign and words, so that colour is not needed. */
export function standingText(figures: Figures, standing: Standing): string {
  const by = whole(Math.abs(figures.deviation));
  const symbol = symbolOf(standing);
  if (figures.deviation > 0) return `${symbol} ${t("高于上限 {by} 户", { by })}`;
  if (figures.deviation < 0) return `${symbol} ${t("低于下限 {by} 户", { by })}`;
  return `${symbol} ${t("在限内")}`;
}

/** Below, within or above: the part of the class name that colours it. */
export function side(standing: Standing): string {
  return standing.replace("far-", "");
}

/** Which households the rule set counts. */
export function householdWord(facts: DraftFacts): string {
  const words: Record<string, string> = {
    resident: t("常住户数"),
    registered: t("户籍户数"),
    dwellings: t("住宅套数"),
  };
  return words[facts.household_count] ?? t("户数");
}

export function percent(share: number | null): string {
  return share === null ? NOTHING : `${(share * 100).toFixed(1)}%`;
}

export function clock(at: string): string {
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, "0");
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  const today = new Date().toDateString() === date.toDateString();
  return today ? time : `${date.getMonth() + 1}-${two(date.getDate())} ${time}`;
}

/** Units of a level that are there, communities by code, grids below theirs; new ones last. */
export function unitsInOrder(desk: Pick<Desk, "units">, level: UnitLevel): Unit[] {
  const all = [...desk.units.values()].filter((unit) => unit.level === level && !unit.retired);
  const parent = (unit: Unit) => desk.units.get(unit.parent ?? 0);
  return all.sort((a, b) => inOrder(parent(a), parent(b)) || inOrder(a, b));
}

function inOrder(a: Unit | undefined, b: Unit | undefined): number {
  if (!a || !b) return Number(!a) - Number(!b);
  return Number(!a.code) - Number(!b.code) || compare(a.code, b.code) || a.number - b.number;
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
