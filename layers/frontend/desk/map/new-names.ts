/** Names proposed for new units, in the manner of those there are. */

import type { Unit } from "../wire.ts";
import type { MapDesk } from "./material.ts";

const DIGITS = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/** 1 to 99 as names write them: 一, 十, 十二, 二十, 二十一. */
export function chineseNumber(value: number): string {
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  if (value > 99) return String(value);
  const head = tens > 1 ? `${DIGITS[tens]}十` : tens === 1 ? "十" : "";
  return head + (ones || !tens ? (DIGITS[ones] as string) : "");
}

/** The first "第N网格" of a community that none of its grids has, with the community's name before
 * it where its other grids have it. Names are data, Chinese whatever language the page is in. */
export function newGridName(desk: MapDesk, community: number | null): string {
  const siblings = [...desk.units.values()].filter((unit) => unit.level === "grid" && unit.parent === community);
  const parent = community === null ? "" : (desk.unit(community)?.name ?? "");
  const plain = siblings.length > 0 && !siblings.some(({ name }) => name.startsWith(parent));
  return firstFree(siblings, (number) => `${plain ? "" : parent}第${chineseNumber(number)}网格`);
}

export function newCommunityName(desk: MapDesk): string {
  return firstFree([...desk.units.values()], (number) => `新社区${number === 1 ? "" : chineseNumber(number)}`);
}

function firstFree(units: readonly Unit[], nameOf: (number: number) => string): string {
  const taken = new Set(units.map(({ name }) => name));
  for (let number = 1; ; number++) if (!taken.has(nameOf(number))) return nameOf(number);
}
