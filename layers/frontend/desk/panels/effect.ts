/** What a move would do, in sentences: read out, and written where figures do not fit. */

import { whole } from "../../core/numbers.ts";
import { t } from "../../core/words.ts";
import type { Desk, Preview } from "../desk.ts";
import type { Figures } from "../wire.ts";
import { fullName, standingIn, standingText } from "./names.ts";

const MOST = 3;

/** The units a move touches at the level of its target, the target first. */
export function bothSides(desk: Desk, { to, after }: Preview): number[] {
  const level = desk.unit(to)?.level ?? "grid";
  const touched = [...after.keys()].filter((number) => number > 0 && desk.unit(number)?.level === level);
  return [to, ...touched.filter((number) => number !== to)];
}

export function effectText(desk: Desk, preview: Preview): string {
  const numbers = bothSides(desk, preview).slice(0, MOST);
  const sentences = numbers.map((number) => sentence(desk, number, preview.before.get(number), preview.after.get(number)));
  const strangers = leavingTheirCommunity(desk, preview);
  return [...sentences, ...(strangers ? [leavingText(strangers)] : [])].join("；");
}

/** How many cells would lie in another community than in the edition, where communities must stay. */
export function leavingTheirCommunity(desk: Desk, { to, rows }: Preview): number {
  const { facts, ground } = desk;
  const place = desk.unit(desk.unit(to)?.parent ?? 0)?.place;
  if (facts.kind !== "division" || !place) return 0;
  return rows.filter((row) => ground.communities[ground.community[row] ?? -1]?.id !== place).length;
}

export function leavingText(cells: number): string {
  return t("{count} 个单元离开所属社区", { count: whole(cells) });
}

function sentence(desk: Desk, number: number, before: Figures | null | undefined, after: Figures | null | undefined): string {
  const name = fullName(desk, number);
  const from = whole(before?.households ?? 0);
  if (!after) return t("{name}：{from} 户，移走后没有单元", { name, from });
  const level = desk.unit(number)?.level ?? "grid";
  const standing = standingText(after, standingIn(desk.facts, level, after)).replace(/^\S+ /, "");
  const pieces = after.pieces > 1 ? t("，断成 {count} 块", { count: after.pieces }) : "";
  return t("{name}：{from} 户变为 {to} 户，{standing}", { name, from, to: whole(after.households), standing }) + pieces;
}
