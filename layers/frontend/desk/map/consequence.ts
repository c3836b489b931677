/** Beside the map, while cells are moved: what both sides would come to. */

import { byId, el } from "../../core/dom.ts";
import { whole } from "../../core/numbers.ts";
import { symbolOf } from "../../core/standing.ts";
import { t } from "../../core/words.ts";
import { bothSides, leavingText, leavingTheirCommunity } from "../panels/effect.ts";
import { fullName, side, standingIn } from "../panels/names.ts";
import { soon } from "../panels/soon.ts";
import type { Figures } from "../wire.ts";
import type { MapDesk } from "./material.ts";

/** More units than this are not told one by one. */
const MOST = 4;

export function showConsequence(desk: MapDesk): void {
  desk.on("preview", soon(() => tell(desk)));
}

function tell(desk: MapDesk): void {
  const box = byId("consequence");
  const preview = desk.preview;
  box.hidden = !preview;
  if (!preview) return;
  const units = bothSides(desk, preview);
  const rows = units.slice(0, MOST).map((unit) => {
    return rowOf(desk, unit, preview.before.get(unit) ?? null, preview.after.get(unit) ?? null);
  });
  const rest = units.length - MOST;
  if (rest > 0) rows.push(el("p", { class: "hint" }, t("另有 {count} 个单位", { count: rest })));
  const leaving = leavingTheirCommunity(desk, preview);
  if (leaving) rows.push(el("p", {}, el("strong", { class: "consequence-fault" }, leavingText(leaving))));
  box.replaceChildren(...rows);
}

function rowOf(desk: MapDesk, unit: number, before: Figures | null, after: Figures | null): HTMLElement {
  const pieces = after && after.pieces > 1 ? t("断成 {count} 块", { count: after.pieces }) : "";
  return el(
    "p",
    {},
    el("span", { class: "consequence-name" }, fullName(desk, unit)),
    el("span", { class: "num" }, `${whole(before?.households ?? 0)} → ${t("{count} 户", { count: whole(after?.households ?? 0) })}`),
    after ? standingMark(desk, unit, after) : null,
    pieces ? el("strong", { class: "consequence-fault" }, pieces) : null,
  );
}

function standingMark(desk: MapDesk, unit: number, after: Figures): HTMLElement {
  const standing = standingIn(desk.facts, desk.unit(unit)?.level ?? "grid", after);
  const off = after.deviation ? `${after.deviation > 0 ? "+" : ""}${whole(after.deviation)}` : "";
  return el("span", { class: `standing standing-${side(standing)}` }, `${symbolOf(standing)} ${off}`);
}
