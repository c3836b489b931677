/** The units a question is about: chosen from a list, or from what is selected on the map. */

import { announce, byId, el } from "../../core/dom.ts";
import { t } from "../../core/words.ts";
import type { Desk } from "../desk.ts";
import { fullName, unitsInOrder } from "../panels/names.ts";
import type { UnitLevel } from "../wire.ts";

export class Scope {
  readonly numbers = new Set<number>();
  readonly #list = byId("engine-units");
  readonly #select = byId<HTMLSelectElement>("engine-unit");
  #level: UnitLevel = "grid";

  constructor(private readonly desk: Desk) {
    byId("engine-add").addEventListener("click", () => this.#add([Number(this.#select.value)]));
    byId("engine-selected").addEventListener("click", () => this.#add(this.#selected()));
    byId("engine-all").addEventListener("click", () => this.set([]));
    desk.on("changed", () => this.#show());
    this.#show();
  }

  /** Units of this level are what one may choose; communities stand for their grids. */
  at(level: UnitLevel): void {
    if (level === this.#level) return;
    this.#level = level;
    this.numbers.clear();
    this.#show();
  }

  set(numbers: readonly number[]): void {
    this.numbers.clear();
    for (const number of numbers) this.numbers.add(number);
    this.#show();
  }

  #add(numbers: readonly number[]): void {
    const fresh = numbers.filter((number) => number > 0);
    for (const number of fresh) this.numbers.add(number);
    this.#show();
    const names = fresh.map((number) => fullName(this.desk, number)).join(t("、"));
    announce(fresh.length ? t("已加入 {names}", { names }) : t("地图上没有选中单元"));
  }

  #selected(): number[] {
    return [...new Set([...this.desk.selection].map((row) => this.desk.unitOf(row, this.#level)))];
  }

  #show(): void {
    for (const number of this.numbers) if (this.desk.unit(number)?.retired !== false) this.numbers.delete(number);
    this.#offer();
    const chosen = [...this.numbers].map((number) => this.#chip(number));
    const all = el("li", { class: "hint" }, t("本草案的全部单位（锁定的除外）"));
    this.#list.replaceChildren(...(chosen.length ? chosen : [all]));
  }

  #offer(): void {
    const kept = this.#select.value;
    const options = unitsInOrder(this.desk, this.#level).map(({ number }) =>
      el("option", { value: number }, fullName(this.desk, number)),
    );
    this.#select.replaceChildren(...options);
    if (options.some((one) => one.value === kept)) this.#select.value = kept;
  }

  #chip(number: number): HTMLElement {
    const name = fullName(this.desk, number);
    const drop = el("button", { type: "button", class: "chip", "aria-label": t("去掉{name}", { name }) }, name, el("span", { "aria-hidden": "true" }, " ×"));
    drop.addEventListener("click", () => {
      this.numbers.delete(number);
      this.#show();
      byId("engine-units").focus();
      announce(t("已去掉 {name}", { name }));
    });
    return el("li", {}, drop);
  }
}
