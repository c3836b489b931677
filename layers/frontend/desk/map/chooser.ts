/** A list of units to choose one from, neighbours first, with a search; not modal, so that the map
 * shows what each choice would do while one goes through them. */

import { byId, el } from "../../core/dom.ts";
import { GRIDS } from "../../core/palettes.ts";
import { t } from "../../core/words.ts";
import { fullName } from "../panels/names.ts";
import type { UnitLevel } from "../wire.ts";
import type { MapDesk } from "./material.ts";
import type { Rows } from "./rows.ts";
import { householdsText } from "./unit-words.ts";

export interface Wish {
  title: string;
  level: UnitLevel;
  /** Units beside which the choice is likely; they themselves are not offered. */
  beside: readonly number[];
  /** Rows whose consequences are shown while choosing; none for an empty list. */
  fresh?: { label: string; act: () => void };
  choose(unit: number): void;
  /** Tell what a choice would do, null for none in view. */
  consider?(unit: number | null): void;
}

export class Chooser {
  readonly #desk: MapDesk;
  readonly #rows: Rows;
  readonly #panel = byId("chooser");
  readonly #search = byId<HTMLInputElement>("chooser-search");
  readonly #list = byId("chooser-list");
  #wish: Wish | null = null;
  #back: HTMLElement | null = null;

  constructor(desk: MapDesk, rows: Rows) {
    this.#desk = desk;
    this.#rows = rows;
    this.#search.addEventListener("input", () => this.#fill());
    this.#panel.addEventListener("keydown", (event) => this.#onKey(event));
    byId("chooser-close").addEventListener("click", () => this.close());
    desk.on("selection", () => {
      if (!desk.selection.size && this.#wish?.consider) this.close();
    });
  }

  open(wish: Wish): void {
    this.#wish = wish;
    this.#back = document.activeElement as HTMLElement | null;
    byId("chooser-title").textContent = wish.title;
    this.#search.value = "";
    this.#show(true);
    this.#fill();
    (this.#options[0] ?? this.#search).focus();
  }

  close(): void {
    const wish = this.#wish;
    if (!wish) return;
    this.#wish = null;
    this.#show(false);
    wish.consider?.(null);
    this.#back?.focus();
  }

  #show(open: boolean): void {
    this.#panel.hidden = !open;
    byId("stage").dataset["choosing"] = open ? "yes" : "no";
  }

  get #options(): HTMLElement[] {
    return [...this.#list.querySelectorAll<HTMLElement>("button")];
  }

  #fill(): void {
    const wish = this.#wish;
    if (!wish) return;
    const [near, far] = this.#candidates(wish);
    const fresh = wish.fresh ? this.#freshOption(wish.fresh) : null;
    this.#list.replaceChildren(...group(t("相邻"), near), ...group(t("其他"), far), ...(fresh ? [fresh] : []));
    if (!near.length && !far.length) this.#list.prepend(el("p", { class: "hint" }, t("没有匹配的单位。")));
  }

  #candidates({ level, beside }: Wish): [HTMLElement[], HTMLElement[]] {
    const near = new Set(beside.flatMap((unit) => [...this.#rows.neighbours(level, unit)]));
    for (const unit of beside) if (beside.length > 1) near.add(unit);
    const out = new Set(beside.length === 1 ? beside : []);
    const asked = this.#search.value.trim();
    const fits = (number: number) => !asked || `${fullName(this.#desk, number)} ${this.#desk.unit(number)?.code}`.includes(asked);
    const own = new Set(beside.map((unit) => this.#desk.unit(unit)?.parent));
    const units = [...this.#desk.units.values()]
      .filter((unit) => unit.level === level && !unit.retired && !out.has(unit.number) && fits(unit.number))
      .sort((one, other) => Number(own.has(other.parent)) - Number(own.has(one.parent)) || this.#inOrder(one.number, other.number));
    const options = (among: boolean) => units.filter(({ number }) => near.has(number) === among).map(({ number }) => this.#option(number));
    return [options(true), options(false)];
  }

  #inOrder(one: number, other: number): number {
    return fullName(this.#desk, one).localeCompare(fullName(this.#desk, other), "zh");
  }

  #option(number: number): HTMLElement {
    const { facts } = this.#desk;
    const unit = this.#desk.unit(number);
    const level = unit?.level ?? "grid";
    const swatch = el("span", { class: "swatch", "aria-hidden": "true" });
    swatch.style.background = GRIDS[this.#rows.colour(level, number) % GRIDS.length] as string;
    const figures = householdsText(facts, level, this.#desk.figures(number));
    const state = unit?.locked ? t("已锁定") : figures;
    const option = el(
      "button",
      { "data-unit": number, "aria-disabled": unit?.locked ? "true" : null },
      swatch,
      el("span", { class: "chooser-name" }, fullName(this.#desk, number)),
      el("span", { class: "chooser-figures" }, state),
    );
    const consider = () => this.#wish?.consider?.(number);
    option.addEventListener("focus", consider);
    option.addEventListener("pointerenter", consider);
    option.addEventListener("click", () => {
      if (!unit?.locked) this.#chosen((wish) => wish.choose(number));
    });
    return option;
  }

  #freshOption({ label, act }: { label: string; act: () => void }): HTMLElement {
    const option = el("button", { class: "chooser-fresh" }, label);
    option.addEventListener("focus", () => this.#wish?.consider?.(null));
    option.addEventListener("click", () => this.#chosen(act));
    return option;
  }

  #chosen(act: (wish: Wish) => void): void {
    const wish = this.#wish;
    this.#wish = null;
    this.#show(false);
    this.#back?.focus();
    if (wish) act(wish);
  }

  #onKey(event: KeyboardEvent): void {
    const stops = [this.#search, ...this.#options];
    const at = stops.indexOf(document.activeElement as HTMLInputElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) stops[(at + step + stops.length) % stops.length]?.focus();
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function group(title: string, options: HTMLElement[]): HTMLElement[] {
  return options.length ? [el("h3", {}, title), ...options] : [];
}
