/** All units as a list, with what can be done to each by buttons of its row. */

import { announce, byId, el } from "../../core/dom.ts";
import { whole } from "../../core/numbers.ts";
import { t } from "../../core/words.ts";
import { askName } from "../map/ask-name.ts";
import type { MapDesk } from "../map/material.ts";
import type { Operation, Unit } from "../wire.ts";
import { offersOf } from "./moving.ts";
import { fullName, levelName, side, standingIn, standingText, unitsInOrder } from "./names.ts";
import { soonWhenShown } from "./soon.ts";
import { UnitChooser } from "./unit-chooser.ts";

export class UnitList {
  readonly #list = byId("units");
  readonly #text = byId<HTMLInputElement>("units-text");
  #open: number | null = null;

  constructor(private readonly desk: MapDesk) {
    const show = soonWhenShown(byId("unit-list"), () => this.#show());
    for (const event of ["changed", "state", "level"] as const) desk.on(event, show);
    this.#text.addEventListener("input", show);
    const all = byId<HTMLButtonElement>("units-renumber");
    all.hidden = !desk.mayEdit;
    all.addEventListener("click", () => this.#do({ kind: "renumber", community: null }, t("已重新编号")));
    show();
  }

  #show(): void {
    const held = this.#held();
    const text = this.#text.value.trim();
    const units = (["community", "grid"] as const).flatMap((level) => unitsInOrder(this.desk, level));
    const found = units.filter(({ number, code }) => fullName(this.desk, number).includes(text) || code.includes(text));
    if (!this.#typing()) this.#list.replaceChildren(...found.map((unit) => this.#row(unit)));
    byId("units-count").textContent = t("共 {count} 个单位", { count: found.length });
    if (held) this.#hold(held);
  }

  #row(unit: Unit): HTMLElement {
    const { number, level, code, locked } = unit;
    const name = fullName(this.desk, number);
    const figures = this.desk.figures(number);
    const standing = figures ? standingIn(this.desk.facts, level, figures) : "within";
    const count = figures ? t("{count} 户", { count: whole(figures.households) }) : t("没有单元");
    const state = figures ? el("span", { class: `standing standing-${side(standing)}` }, standingText(figures, standing)) : null;
    const lock = locked ? el("span", { class: "pill" }, t("已锁定")) : null;
    const open = this.#open === number;
    const more = el("button", { class: "button button-small button-quiet", "aria-expanded": String(open), "data-key": `more ${number}`, "aria-label": t("{name}的操作", { name }) }, t("操作"));
    more.addEventListener("click", () => {
      this.#open = open ? null : number;
      this.#show();
    });
    return el(
      "li",
      { class: `unit-row unit-${level}`, "data-unit": number },
      el("div", { class: "unit-what" }, el("p", {}, el("strong", {}, name), " ", lock), el("p", { class: "hint" }, `${levelName(level)} ${code} · ${count} `, state)),
      more,
      open ? this.#actions(unit, name) : null,
    );
  }

  #actions(unit: Unit, name: string): HTMLElement {
    const { number, level } = unit;
    const acts = [
      this.#button(number, "look", t("在地图上查看"), () => this.desk.look({ units: [number] })),
      this.#button(number, "select", t("选中它的单元"), () => this.#select(number, name)),
    ];
    if (this.desk.mayEdit) acts.push(...this.#changes(unit, name));
    const merge = this.desk.mayEdit && !unit.locked ? [this.#merging(number, level, name)] : [];
    return el("div", { class: "unit-acts", role: "group", "aria-label": t("{name}的操作", { name }) }, ...acts, ...merge);
  }

  #changes({ number, level, locked, name: own }: Unit, name: string): HTMLElement[] {
    const lock: Operation = { kind: locked ? "unlock" : "lock", units: [number], cells: [] };
    const renumber = () => this.#do({ kind: "renumber", community: number }, t("{name}已重新编号", { name }));
    return [
      this.#button(number, "rename", t("改名…"), () => void this.#rename(number, own)),
      this.#button(number, "lock", locked ? t("解锁") : t("锁定"), () => this.#do(lock, locked ? t("{name}已解锁", { name }) : t("{name}已锁定", { name }))),
      ...(level === "community" ? [this.#button(number, "renumber", t("网格重新编号"), renumber)] : []),
      ...(locked ? [] : [this.#button(number, "dissolve", t("解散到相邻单位"), () => this.#do({ kind: "dissolve_unit", unit: number }, t("{name}已解散", { name })))]),
    ];
  }

  #merging(number: number, level: Unit["level"], name: string): HTMLElement {
    const go = el("button", { class: "button button-small", "data-key": `merge ${number}`, disabled: true }, t("并入"));
    const chooser = new UnitChooser(`merge-${number}`, t("并入哪个单位"), {
      offers: () => offersOf(this.desk, level, number),
      tried: (into) => this.#try(number, into),
      chosen: (into) => {
        this.#try(number, into);
        go.disabled = false;
        go.focus();
      },
    });
    go.addEventListener("click", () => {
      if (chooser.chosen === null) return;
      const into = chooser.chosen;
      this.#try(number, null);
      this.#open = null;
      this.#do({ kind: "merge_units", units: [number, into], into }, t("{name}已并入{into}", { name, into: fullName(this.desk, into) }));
    });
    return el("div", { class: "unit-merge" }, chooser.box, go);
  }

  /** Show what a merge would do. */
  #try(number: number, into: number | null): void {
    this.desk.select(into === null ? [] : this.desk.rowsOf(number));
    this.desk.aim(into);
  }

  #button(number: number, what: string, label: string, act: () => void): HTMLElement {
    const button = el("button", { class: "button button-small button-quiet", "data-key": `${what} ${number}` }, label);
    button.addEventListener("click", act);
    return button;
  }

  #select(number: number, name: string): void {
    this.desk.select(this.desk.rowsOf(number));
    announce(t("已选中{name}的 {count} 个单元", { name, count: whole(this.desk.selection.size) }));
  }

  async #rename(number: number, own: string): Promise<void> {
    const name = await askName(t("改名"), own);
    if (name !== null && name !== own) this.#do({ kind: "rename_unit", unit: number, name }, t("已改名为{name}", { name }));
  }

  #do(operation: Operation, said: string): void {
    this.desk.submit(operation);
    announce(said);
  }

  /** While a unit to merge into is being looked for, the row must stay. */
  #typing(): boolean {
    const active = document.activeElement;
    return active instanceof HTMLInputElement && this.#list.contains(active);
  }

  #held(): string | null {
    const active = document.activeElement as HTMLElement | null;
    return active && this.#list.contains(active) ? (active.dataset["key"] ?? null) : null;
  }

  #hold(key: string): void {
    const number = key.split(" ")[1];
    const find = (wanted: string) => [...this.#list.querySelectorAll<HTMLElement>("[data-key]")].find((one) => one.dataset["key"] === wanted);
    (find(key) ?? find(`more ${number}`) ?? this.#list.querySelector("button") ?? this.#text).focus();
  }
}
