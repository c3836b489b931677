/** What to do with the chosen cells: put them into a unit, make them one, lock them. */

import { announce, byId } from "../../core/dom.ts";
import { whole } from "../../core/numbers.ts";
import { t } from "../../core/words.ts";
import { askName } from "../map/ask-name.ts";
import { newCommunityName, newGridName } from "../map/new-names.ts";
import type { MapDesk } from "../map/material.ts";
import type { UnitLevel } from "../wire.ts";
import { effectText } from "./effect.ts";
import { fullName, standingIn, standingText, unitsInOrder } from "./names.ts";
import { soon } from "./soon.ts";
import { UnitChooser, type Offer } from "./unit-chooser.ts";

export class Moving {
  readonly #move = byId<HTMLButtonElement>("moving-go");
  readonly #chooser: UnitChooser;

  constructor(private readonly desk: MapDesk) {
    this.#chooser = new UnitChooser("moving-to", t("移到…"), {
      offers: () => offersOf(desk, this.#level),
      tried: (number) => desk.aim(number),
      chosen: (number) => this.#chosen(number),
    });
    byId("moving-target").replaceChildren(this.#chooser.box);
    this.#move.addEventListener("click", () => this.#go());
    byId("moving-clear").addEventListener("click", () => this.#clear());
    byId("moving-new").addEventListener("click", () => void this.#create());
    byId("moving-lock").addEventListener("click", () => this.#lock("lock"));
    byId("moving-unlock").addEventListener("click", () => this.#lock("unlock"));
    const show = soon(() => this.#show());
    for (const event of ["selection", "preview", "level", "changed"] as const) desk.on(event, show);
    desk.on("level", () => this.#chooser.clear());
    this.#show();
  }

  /** Where only grids may be changed, cells go to grids whatever the strip shows. */
  get #level(): UnitLevel {
    return this.desk.facts.kind === "division" ? "grid" : this.desk.level;
  }

  #show(): void {
    const { selection, ground, preview } = this.desk;
    let households = 0;
    for (const row of selection) households += ground.households[row] ?? 0;
    const none = selection.size === 0;
    const values = { count: whole(selection.size), households: whole(households) };
    byId("moving-what").textContent = none ? t("还没有选取") : t("已选 {count} 个单元，{households} 户", values);
    byId("moving-effect").textContent = preview ? effectText(this.desk, preview) : "";
    byId("moving-acts").hidden = none;
    this.#move.disabled = this.#chooser.chosen === null;
    byId("moving-new").textContent = this.#level === "grid" ? t("新建网格…") : t("新建社区…");
  }

  #chosen(number: number): void {
    this.desk.aim(number);
    this.#show();
    this.#move.focus();
  }

  #go(): void {
    const to = this.#chooser.chosen;
    if (to === null || !this.desk.selection.size) return;
    const count = this.desk.selection.size;
    this.desk.moveSelection(to, "table");
    announce(t("{count} 个单元划入{name}", { count: whole(count), name: fullName(this.desk, to) }));
    this.#leave();
  }

  #clear(): void {
    this.desk.aim(null);
    this.desk.select([]);
    this.#leave();
  }

  /** The bar is going to close: the focus goes back to the table. */
  #leave(): void {
    this.#chooser.clear();
    (document.querySelector<HTMLElement>('#cells-body tr[tabindex="0"]') ?? byId("cells-group")).focus();
  }

  async #create(): Promise<void> {
    const { desk } = this;
    const cells = [...desk.selection];
    const grids = [...new Set(cells.map((row) => desk.labels[row] ?? 0))].filter((grid) => grid > 0);
    const level = this.#level;
    const parent = desk.unitOf(cells[0] ?? 0, "community") || null;
    const proposed = level === "grid" ? newGridName(desk, parent) : newCommunityName(desk);
    const name = await askName(level === "grid" ? t("新建网格") : t("新建社区"), proposed);
    if (name === null || !cells.length) return;
    desk.aim(null);
    desk.select([]);
    desk.submit(level === "grid" ? { kind: "new_unit", cells, name, parent } : { kind: "new_community", grids, name });
    announce(t("已新建{name}", { name }));
    this.#leave();
  }

  #lock(kind: "lock" | "unlock"): void {
    const cells = [...this.desk.selection];
    this.desk.submit({ kind, units: [], cells });
    announce(kind === "lock" ? t("已锁定 {count} 个单元", { count: cells.length }) : t("已解锁 {count} 个单元", { count: cells.length }));
  }
}

/** Units of a level with their households, locked ones left out: nothing can be put into them. */
export function offersOf(desk: MapDesk, level: UnitLevel, without: number | null = null): Offer[] {
  const units = unitsInOrder(desk, level).filter((unit) => !unit.locked && unit.number !== without);
  return units.map(({ number }) => {
    const figures = desk.figures(number);
    const hint = figures ? `${t("{count} 户", { count: whole(figures.households) })} ${standingText(figures, standingIn(desk.facts, level, figures))}` : "";
    return { number, name: fullName(desk, number), hint };
  });
}
