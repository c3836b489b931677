/** The menu of a selection and of the units it lies in. */

import { t } from "../../core/words.ts";
import { fullName } from "../panels/names.ts";
import type { Actions } from "./actions.ts";
import type { Chooser } from "./chooser.ts";
import type { MapDesk } from "./material.ts";
import { showMenu, type Item, type Section, type Spot } from "./menu.ts";
import type { Rows } from "./rows.ts";
import { selectionText } from "./spoken.ts";

export class UnitMenu {
  constructor(
    private readonly desk: MapDesk,
    private readonly rows: Rows,
    private readonly actions: Actions,
    private readonly chooser: Chooser,
  ) {}

  /** Everything about what is selected, at a place on the page. */
  show(at: Spot): void {
    const grid = this.rows.unitsIn(this.desk.selection, "grid")[0] ?? 0;
    const community = this.desk.unit(grid)?.parent ?? null;
    const sections = this.desk.mayEdit ? [this.#selected()] : [];
    if (grid) sections.push(this.#ofGrid(grid));
    if (community) sections.push(this.#communityAt(community, at));
    if (sections.length) showMenu(sections.filter(({ items }) => items.length), at);
  }

  moveSelection(): void {
    const { desk, actions } = this;
    if (!desk.selection.size || !actions.hand.mayMove) return;
    const { level } = desk;
    const fresh =
      level === "grid"
        ? { label: t("新建网格…"), act: () => void actions.newGrid() }
        : { label: t("新建社区…"), act: () => void actions.newCommunity(actions.selectedGrids) };
    this.chooser.open({
      title: t("移到…"),
      level,
      beside: this.rows.unitsIn(desk.selection, level),
      fresh,
      choose: (unit) => actions.moveTo(unit),
      consider: (unit) => desk.aim(unit),
    });
  }

  #selected(): Section {
    const { desk, actions } = this;
    const locked = desk.selection.size > 0 && [...desk.selection].every((row) => desk.locked.has(row));
    const moves: Item[] = [
      { label: t("移到…"), act: () => this.moveSelection() },
      { label: t("新建网格…"), act: () => void actions.newGrid() },
    ];
    const items: Item[] = [
      ...(actions.hand.mayMove ? moves : []),
      { label: locked ? t("解锁单元") : t("锁定单元"), act: () => actions.lockSelection() },
    ];
    return { title: selectionText(desk), items };
  }

  #ofGrid(grid: number): Section {
    const { desk, actions } = this;
    const locked = desk.unit(grid)?.locked ?? false;
    const items: Item[] = [
      { label: t("选中整个网格"), act: () => desk.select(desk.rowsOf(grid)) },
      { label: t("向此网格画入"), act: () => actions.hand.paintInto(grid) },
      { label: t("合并到…"), act: () => this.#merge(grid) },
      { label: t("拆分（引擎）…"), act: () => actions.split(grid) },
      { label: t("并入各邻居"), act: () => actions.dissolve(grid) },
      { label: t("改名…"), act: () => void actions.rename(grid) },
      { label: locked ? t("解锁网格") : t("锁定网格"), act: () => actions.lockUnit(grid) },
    ];
    if (desk.facts.kind === "consolidation") {
      items.push({ label: t("移到社区…"), act: () => this.#moveGrid(grid) });
      items.push({ label: t("以此网格新建社区…"), act: () => void actions.newCommunity([grid]) });
    }
    return { title: fullName(desk, grid), items: desk.mayEdit ? items : items.slice(0, 1) };
  }

  /** The community's own menu, behind one item where it is long. */
  #communityAt(community: number, at: Spot): Section {
    const section = this.#ofCommunity(community);
    if (section.items.length < 3) return section;
    const act = () => showMenu([section], at);
    return { title: section.title, items: [{ label: t("此社区的操作…"), act }] };
  }

  #ofCommunity(community: number): Section {
    const { desk, actions } = this;
    const items: Item[] = [{ label: t("选中整个社区"), act: () => desk.select(desk.rowsOf(community)) }];
    if (desk.mayEdit) items.push({ label: t("网格重新编号"), act: () => actions.renumber(community) });
    if (desk.mayEdit && desk.facts.kind === "consolidation") {
      const locked = desk.unit(community)?.locked ?? false;
      items.push(
        { label: t("合并到…"), act: () => this.#merge(community) },
        { label: t("改名…"), act: () => void actions.rename(community) },
        { label: locked ? t("解锁社区") : t("锁定社区"), act: () => actions.lockUnit(community) },
      );
    }
    return { title: fullName(desk, community), items };
  }

  #merge(unit: number): void {
    const level = this.desk.unit(unit)?.level ?? "grid";
    const title = t("{unit} 合并到…", { unit: fullName(this.desk, unit) });
    this.chooser.open({ title, level, beside: [unit], choose: (into) => this.actions.merge(unit, into) });
  }

  #moveGrid(grid: number): void {
    const parent = this.desk.unit(grid)?.parent;
    const title = t("{unit} 移到社区…", { unit: fullName(this.desk, grid) });
    const choose = (community: number) => this.actions.moveGrid(grid, community);
    this.chooser.open({ title, level: "community", beside: parent ? [parent] : [], choose });
  }
}
