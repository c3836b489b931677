/** The assignment table: cells, street faces, compounds or grids by unit, chosen by keyboard or
 * taps; its choice is the map's selection. Fifty at a time, so that any number stays quick. */

import { announce, byId, el } from "../../core/dom.ts";
import { whole } from "../../core/numbers.ts";
import { t } from "../../core/words.ts";
import type { Desk } from "../desk.ts";
import { byCell, byCompound, byFace, byUnit, fitting, GROUPINGS, useOf, USES, type Grouping, type GroupingName, type Use } from "./groupings.ts";
import { fullName, unitsInOrder } from "./names.ts";
import { soonWhenShown } from "./soon.ts";

const PAGE = 50;

export class CellTable {
  readonly #body = byId("cells-body");
  readonly #groupBy = byId<HTMLSelectElement>("cells-group");
  readonly #unit = byId<HTMLSelectElement>("cells-unit");
  readonly #use = byId<HTMLSelectElement>("cells-use");
  readonly #text = byId<HTMLInputElement>("cells-text");
  #grouping: Grouping;
  #found: number[] = [];
  /** Place of the row with the focus, and of where a range began, among the found. */
  #at = 0;
  #anchor = 0;

  constructor(private readonly desk: Desk) {
    this.#grouping = byCell(desk.ground);
    const list = soonWhenShown(byId("cells"), () => this.#list());
    const show = soonWhenShown(byId("cells"), () => this.#show());
    for (const select of [this.#unit, this.#use, this.#text]) select.addEventListener("input", list);
    this.#groupBy.addEventListener("input", () => {
      this.#regroup();
      desk.workOn(this.#groupBy.value === "grid" ? "community" : "grid");
    });
    this.#body.addEventListener("keydown", (event) => this.#key(event));
    this.#body.addEventListener("click", (event) => this.#click(event));
    byId("cells-before").addEventListener("click", () => this.#turn(-1));
    byId("cells-after").addEventListener("click", () => this.#turn(1));
    byId("cells-all").addEventListener("click", () => this.#take(this.#found, "add"));
    desk.on("ground", () => this.#regroup());
    const regroup = soonWhenShown(byId("cells"), () => this.#regroup());
    desk.on("changed", () => (this.#groupBy.value === "grid" ? regroup() : list()));
    desk.on("selection", show);
    desk.on("level", () => this.#follow());
    list();
  }

  /** Whole grids are what one moves at the level of communities, where those can be changed. */
  #follow(): void {
    const wanted = this.desk.level === "community" ? "grid" : this.#groupBy.value === "grid" ? "cell" : null;
    if (wanted === null || ![...this.#groupBy.options].some(({ value }) => value === wanted)) return this.#list();
    this.#groupBy.value = wanted;
    this.#regroup();
  }

  #regroup(): void {
    const name = GROUPINGS.find((one) => one === this.#groupBy.value) ?? "cell";
    this.#grouping = this.#groupingOf(name);
    this.#list();
  }

  #groupingOf(name: GroupingName): Grouping {
    const { desk } = this;
    if (name === "face") return byFace(desk.ground);
    if (name === "compound") return byCompound(desk.ground);
    if (name === "cell") return byCell(desk.ground);
    const grids = unitsInOrder(desk, "grid").map(({ number }) => ({ number, name: fullName(desk, number) }));
    return byUnit(grids, desk.labels);
  }

  /** What fits the filter, from its first page unless the focused one is still there. */
  #list(): void {
    this.#offerUnits();
    const number = this.#unit.value;
    const use = USES.find((one) => one === this.#use.value) ?? ("" as const);
    const within = number === "" ? null : new Set(number === "0" ? this.#nobodys() : this.desk.rowsOf(Number(number)));
    const kept = this.#found[this.#at];
    const filter = { text: this.#text.value.trim(), use, within };
    this.#found = fitting(this.#grouping, this.desk.ground, filter, (row) => this.#unitName(row));
    this.#at = Math.max(0, this.#found.indexOf(kept ?? -1));
    this.#show();
  }

  #nobodys(): number[] {
    return [...this.desk.labels.keys()].filter((row) => this.desk.labels[row] === 0);
  }

  #offerUnits(): void {
    const levels = (["community", "grid"] as const).map((level) => {
      const options = unitsInOrder(this.desk, level).map(({ number }) => el("option", { value: number }, fullName(this.desk, number)));
      return el("optgroup", { label: level === "grid" ? t("网格") : t("社区") }, ...options);
    });
    const chosen = this.#unit.value;
    const all = [el("option", { value: "" }, t("全部单位")), el("option", { value: "0" }, t("未划分")), ...levels];
    if (all.map((one) => one.textContent).join() === this.#unit.dataset["offered"]) return;
    this.#unit.dataset["offered"] = all.map((one) => one.textContent).join();
    this.#unit.replaceChildren(...all);
    this.#unit.value = chosen;
  }

  #show(): void {
    const first = this.#page * PAGE;
    const held = this.#body.contains(document.activeElement);
    const shown = this.#found.slice(first, first + PAGE);
    this.#body.replaceChildren(...shown.map((item, at) => this.#row(item, first + at)));
    const count = this.#found.length;
    const values = { count: whole(count), from: whole(first + 1), to: whole(first + shown.length) };
    byId("cells-count").textContent = count ? t("共 {count} 项，第 {from}—{to} 项", values) : t("没有符合条件的项");
    byId("cells-grid").setAttribute("aria-rowcount", String(count + 1));
    byId<HTMLButtonElement>("cells-before").disabled = first === 0;
    byId<HTMLButtonElement>("cells-after").disabled = first + PAGE >= count;
    byId<HTMLButtonElement>("cells-all").disabled = count === 0;
    if (held) this.#focus();
  }

  #row(item: number, place: number): HTMLElement {
    const { desk } = this;
    const rows = this.#grouping.rows(item);
    const chosen = rows.filter((row) => desk.selection.has(row)).length;
    const all = chosen > 0 && chosen === rows.length;
    const mark = all ? "☑" : chosen ? "◩" : "☐";
    let households = 0;
    for (const row of rows) households += desk.ground.households[row] ?? 0;
    const locked = rows.some((row) => desk.locked.has(row)) ? t("（有锁定）") : "";
    const row = el(
      "tr",
      { "aria-selected": String(all), "aria-rowindex": place + 2, "data-place": place, tabindex: place === this.#at ? 0 : -1 },
      el("td", { class: "cells-mark" }, el("span", { "aria-hidden": "true" }, mark), part(chosen, rows.length)),
      el("th", { scope: "row" }, this.#grouping.name(item), locked),
      el("td", {}, this.#unitsOf(rows)),
      el("td", { class: "num" }, whole(households)),
      el("td", {}, useName(useOf(desk.ground, rows[0] ?? 0))),
    );
    return row;
  }

  #unitName(row: number): string {
    return fullName(this.desk, this.desk.unitOf(row));
  }

  /** The units of some rows, those with more of them first. */
  #unitsOf(rows: readonly number[]): string {
    const counts = new Map<number, number>();
    for (const row of rows) counts.set(this.desk.unitOf(row), (counts.get(this.desk.unitOf(row)) ?? 0) + 1);
    const sorted = [...counts].sort((a, b) => b[1] - a[1]);
    if (sorted.length === 1) return fullName(this.desk, sorted[0]?.[0] ?? 0);
    return sorted.map(([number, count]) => t("{name} {count} 个", { name: fullName(this.desk, number), count })).join("、");
  }

  get #page(): number {
    return Math.floor(this.#at / PAGE);
  }

  #turn(step: number): void {
    const to = (this.#page + step) * PAGE;
    this.#go(Math.min(Math.max(to, 0), this.#found.length - 1), false);
    this.#show();
  }

  #key(event: KeyboardEvent): void {
    const { key, shiftKey } = event;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "a") this.#take(this.#found, "add");
    else if (key === " ") this.#toggle(this.#at);
    else if (key === "Enter") this.#look();
    else if (key === "Escape") this.desk.select([]);
    else {
      const to = this.#destination(key);
      if (to === null) return;
      this.#go(to, shiftKey);
    }
    event.preventDefault();
  }

  #destination(key: string): number | null {
    const last = this.#found.length - 1;
    const steps: Record<string, number> = {
      ArrowDown: this.#at + 1,
      ArrowUp: this.#at - 1,
      PageDown: this.#at + PAGE,
      PageUp: this.#at - PAGE,
      Home: 0,
      End: last,
    };
    const to = steps[key];
    return to === undefined ? null : Math.min(Math.max(to, 0), last);
  }

  /** Move the focus; with Shift everything from where the range began is chosen. */
  #go(to: number, extend: boolean): void {
    const page = this.#page;
    this.#at = Math.max(0, to);
    if (!extend) this.#anchor = this.#at;
    else {
      const [from, end] = [Math.min(this.#anchor, this.#at), Math.max(this.#anchor, this.#at)];
      this.#take(this.#found.slice(from, end + 1), "replace");
    }
    if (this.#page !== page) this.#show();
    this.#focus();
  }

  #focus(): void {
    for (const row of this.#body.querySelectorAll<HTMLElement>("tr")) {
      row.tabIndex = Number(row.dataset["place"]) === this.#at ? 0 : -1;
      if (row.tabIndex === 0) row.focus();
    }
  }

  #click(event: MouseEvent): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>("tr");
    if (!row) return;
    const place = Number(row.dataset["place"]);
    if (event.shiftKey) return this.#go(place, true);
    this.#at = this.#anchor = place;
    this.#toggle(place);
    this.#focus();
  }

  #toggle(place: number): void {
    const item = this.#found[place];
    if (item === undefined) return;
    const rows = this.#grouping.rows(item);
    const chosen = rows.every((row) => this.desk.selection.has(row));
    this.#anchor = place;
    this.#take([item], chosen ? "remove" : "add");
  }

  #take(items: readonly number[], how: "add" | "remove" | "replace"): void {
    const rows = items.flatMap((item) => [...this.#grouping.rows(item)]);
    this.desk.select(rows, how);
    announce(t("已选 {count} 个单元", { count: whole(this.desk.selection.size) }));
  }

  #look(): void {
    const item = this.#found[this.#at];
    if (item === undefined) return;
    this.desk.look({ rows: this.#grouping.rows(item) });
    announce(t("地图已移到{name}", { name: this.#grouping.name(item) }));
  }
}

/** For those who do not see the mark. */
function part(chosen: number, count: number): HTMLElement | null {
  if (!chosen || chosen === count) return null;
  return el("span", { class: "visually-hidden" }, t("已选其中 {chosen} 个", { chosen }));
}

function useName(use: Use): string {
  return { homes: t("有住户"), other: t("其他建筑"), open: t("空地") }[use];
}
