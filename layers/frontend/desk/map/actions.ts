/** What can be done with the selection and with a unit: each ends in one operation of the draft. */

import { announce } from "../../core/dom.ts";
import { t } from "../../core/words.ts";
import { fullName } from "../panels/names.ts";
import { askName } from "./ask-name.ts";
import type { Hand } from "./hand.ts";
import { newCommunityName, newGridName } from "./new-names.ts";
import type { MapDesk } from "./material.ts";

export class Actions {
  constructor(
    readonly desk: MapDesk,
    readonly hand: Hand,
  ) {}

  clear(): void {
    this.desk.aim(null);
    this.desk.select([]);
  }

  moveTo(unit: number): void {
    const count = this.desk.selection.size;
    this.desk.moveSelection(unit, "move");
    announce(t("{count} 个单元划入 {unit}。", { count, unit: fullName(this.desk, unit) }));
  }

  async newGrid(): Promise<void> {
    const cells = [...this.desk.selection];
    if (!cells.length) return;
    const parent = this.hand.rows.unitsIn(cells, "community")[0] || null;
    const name = await askName(t("新建网格"), newGridName(this.desk, parent));
    if (name === null) return;
    this.clear();
    this.desk.submit({ kind: "new_unit", cells, name, parent });
    announce(t("已新建 {name}。", { name }));
  }

  async newCommunity(grids: number[]): Promise<void> {
    if (!grids.length) return;
    const name = await askName(t("新建社区"), newCommunityName(this.desk));
    if (name === null) return;
    this.clear();
    this.desk.submit({ kind: "new_community", grids, name });
    announce(t("已新建 {name}。", { name }));
  }

  /** The grids of the selected cells. */
  get selectedGrids(): number[] {
    return this.hand.rows.unitsIn(this.desk.selection, "grid").filter((grid) => grid > 0);
  }

  /** Lock the selected cells, or unlock them where all are locked. */
  lockSelection(): void {
    const cells = [...this.desk.selection];
    if (!cells.length) return announce(t("没有选中单元。"));
    const kind = cells.every((row) => this.desk.locked.has(row)) ? "unlock" : "lock";
    this.desk.submit({ kind, units: [], cells });
    announce(kind === "lock" ? t("已锁定 {count} 个单元。", { count: cells.length }) : t("已解锁 {count} 个单元。", { count: cells.length }));
  }

  lockUnit(unit: number): void {
    const kind = this.desk.unit(unit)?.locked ? "unlock" : "lock";
    this.desk.submit({ kind, units: [unit], cells: [] });
  }

  async rename(unit: number): Promise<void> {
    const before = this.desk.unit(unit)?.name ?? "";
    const name = await askName(t("改名"), before);
    if (name !== null && name !== before) this.desk.submit({ kind: "rename_unit", unit, name });
  }

  merge(unit: number, into: number): void {
    this.clear();
    this.desk.submit({ kind: "merge_units", units: [unit, into], into });
    announce(t("{unit} 已并入 {into}。", { unit: fullName(this.desk, unit), into: fullName(this.desk, into) }));
  }

  dissolve(unit: number): void {
    this.clear();
    this.desk.submit({ kind: "dissolve_unit", unit });
  }

  moveGrid(grid: number, community: number): void {
    this.desk.submit({ kind: "move_grids", grids: [grid], to: community });
  }

  renumber(community: number | null): void {
    this.desk.submit({ kind: "renumber", community });
  }

  /** The engine divides the grid: its panel opens with the question. */
  split(unit: number): void {
    this.desk.select(this.desk.rowsOf(unit));
    this.desk.split(unit);
  }
}
