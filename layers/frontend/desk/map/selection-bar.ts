/** The bar over the map while something is selected: how much, where, and what to do with it. */

import { byId } from "../../core/dom.ts";
import { t } from "../../core/words.ts";
import { fullName } from "../panels/names.ts";
import type { Actions } from "./actions.ts";
import type { Hand } from "./hand.ts";
import type { MapDesk } from "./material.ts";
import type { Rows } from "./rows.ts";
import { selectionText } from "./spoken.ts";
import type { UnitMenu } from "./unit-menu.ts";

export function showSelectionBar(desk: MapDesk, actions: Actions, menu: UnitMenu): void {
  const acts: Record<string, (button: HTMLElement) => void> = {
    move: () => menu.moveSelection(),
    create: () => void (desk.level === "grid" ? actions.newGrid() : actions.newCommunity(actions.selectedGrids)),
    lock: () => actions.lockSelection(),
    more: (button) => {
      const { left, top } = button.getBoundingClientRect();
      menu.show({ x: left, y: top });
    },
    clear: () => {
      actions.clear();
      byId("desk-map").focus();
    },
  };
  byId("selection-bar").addEventListener("click", ({ target }) => {
    const button = (target as HTMLElement).closest<HTMLElement>("[data-act]");
    if (button) acts[button.dataset["act"] ?? ""]?.(button);
  });
  const tell = () => tellSelection(desk, actions.hand);
  for (const event of ["selection", "changed", "level"] as const) desk.on(event, tell);
}

function tellSelection(desk: MapDesk, hand: Hand): void {
  const bar = byId("selection-bar");
  bar.hidden = !desk.selection.size;
  if (bar.hidden) return;
  byId("selection-count").textContent = selectionText(desk);
  byId("selection-where").textContent = whereText(desk, hand.rows);
  const button = (act: string) => bar.querySelector<HTMLElement>(`[data-act="${act}"]`);
  const [move, create, lock] = ["move", "create", "lock"].map(button);
  if (move) move.hidden = !hand.mayMove;
  if (create) create.hidden = !hand.mayMove;
  if (create) create.textContent = desk.level === "grid" ? t("新建网格") : t("新建社区");
  if (lock) lock.textContent = [...desk.selection].every((row) => desk.locked.has(row)) ? t("解锁") : t("锁定");
}

/** The unit the selection lies in, or how many. */
function whereText(desk: MapDesk, rows: Rows): string {
  const units = rows.unitsIn(desk.selection, desk.level);
  if (units.length === 1) return fullName(desk, units[0] as number);
  return desk.level === "grid" ? t("在 {count} 个网格中", { count: units.length }) : t("在 {count} 个社区中", { count: units.length });
}
