/** The strip of all units: one bar each against the bounds, those being changed marked. */

import { byId, el } from "../../core/dom.ts";
import { whole } from "../../core/numbers.ts";
import { symbolOf } from "../../core/standing.ts";
import { t } from "../../core/words.ts";
import type { Desk } from "../desk.ts";
import type { Figures, Unit } from "../wire.ts";
import { fullName, side, standingIn, standingText, unitsInOrder } from "./names.ts";
import { soon } from "./soon.ts";

/** Heights end at this many times the upper bound; what is taller is cut off. */
const HEADROOM = 1.4;

export class Balance {
  readonly #box = byId("balance-bars");
  readonly #buttons = new Map<number, HTMLButtonElement>();
  #at: number | null = null;

  constructor(private readonly desk: Desk) {
    const rebuild = soon(() => this.#build());
    const fill = soon(() => this.#fill());
    desk.on("changed", rebuild);
    desk.on("level", rebuild);
    for (const event of ["state", "selection", "preview"] as const) desk.on(event, fill);
    this.#box.addEventListener("keydown", (event) => this.#key(event));
    this.#wireLevels();
    this.#build();
  }

  #wireLevels(): void {
    for (const button of byId("balance-level").querySelectorAll<HTMLElement>("button")) {
      const level = button.dataset["level"] === "community" ? "community" : "grid";
      const show = () => button.setAttribute("aria-pressed", String(this.desk.level === level));
      button.addEventListener("click", () => this.desk.workOn(level));
      this.desk.on("level", show);
      show();
    }
  }

  /** The bars, anew only where units came or went. */
  #build(): void {
    const units = unitsInOrder(this.desk, this.desk.level);
    const numbers = units.map((unit) => unit.number);
    if (numbers.join() !== [...this.#buttons.keys()].join()) {
      this.#buttons.clear();
      this.#box.replaceChildren(...groups(units).map((group) => this.#group(group)));
      if (!numbers.includes(this.#at ?? 0)) this.#at = numbers[0] ?? null;
    }
    this.#fill();
  }

  #group(units: Unit[]): HTMLElement {
    const parent = units[0]?.parent ?? null;
    const name = parent === null ? t("社区") : fullName(this.desk, parent);
    const bars = el("div", { class: "balance-row" }, ...units.map((unit) => this.#bar(unit)));
    return el("div", { class: "balance-group", role: "group", "aria-label": name }, bars, el("span", { class: "balance-name", "aria-hidden": "true" }, name));
  }

  #bar(unit: Unit): HTMLElement {
    const button = el("button", { class: "balance-bar", "data-unit": unit.number });
    button.addEventListener("click", () => {
      this.#at = unit.number;
      this.#rove();
      this.desk.look({ units: [unit.number] });
    });
    this.#buttons.set(unit.number, button);
    return button;
  }

  #fill(): void {
    const { desk } = this;
    const bounds = desk.facts.bounds[desk.level];
    const preview = desk.preview;
    const touched = this.#touched();
    const after = (number: number) => (preview?.after.has(number) ? (preview.after.get(number) ?? null) : desk.figures(number));
    const most = bounds.max_households * HEADROOM;
    this.#lines(most);
    for (const [number, button] of this.#buttons) {
      this.#paint(button, number, after(number), most, touched.has(number));
    }
    this.#rove();
  }

  #paint(button: HTMLElement, number: number, figures: Figures | null, most: number, now: boolean): void {
    const standing = figures ? standingIn(this.desk.facts, this.desk.level, figures) : "within";
    const text = figures ? `${t("{count} 户", { count: whole(figures.households) })}，${standingText(figures, standing)}` : t("没有单元");
    const label = [fullName(this.desk, number), text, now ? t("正在调整") : "", this.desk.unit(number)?.locked ? t("已锁定") : ""];
    const words = label.filter(Boolean).join("，");
    const share = (figures?.households ?? 0) / most;
    const height = Math.round(Math.min(share, 1) * 1000) / 10;
    const key = `${words} ${height}`;
    if (button.dataset["key"] === key) return;
    button.dataset["key"] = key;
    button.title = words;
    button.setAttribute("aria-label", words);
    button.className = `balance-bar balance-${side(standing)}${now ? " balance-now" : ""}${share > 1 ? " balance-torn" : ""}`;
    const fill = el("span", { class: "balance-fill", style: `height:${height}%` });
    button.replaceChildren(fill, el("span", { class: "balance-symbol", "aria-hidden": "true" }, figures?.deviation ? symbolOf(standing) : ""));
  }

  #touched(): Set<number> {
    const found = new Set<number>();
    for (const row of this.desk.selection) found.add(this.desk.unitOf(row));
    if (this.desk.target !== null) {
      found.add(this.desk.target);
      const parent = this.desk.unit(this.desk.target)?.parent;
      if (this.desk.level === "community" && parent) found.add(parent);
    }
    return found;
  }

  #lines(most: number): void {
    const { min_households, max_households, target_households } = this.desk.facts.bounds[this.desk.level];
    const line = (kind: string, name: string, value: number) =>
      el("div", { class: `balance-line balance-${kind}`, style: `bottom:${(value / most) * 100}%` }, el("span", {}, `${name} ${whole(value)}`));
    const target = target_households === null ? [] : [line("target", t("目标"), target_households)];
    byId("balance-lines").replaceChildren(
      line("least", t("下限"), min_households),
      ...target,
      line("most", t("上限"), max_households),
    );
  }

  /** One bar is in the tab order; the arrows go to the others. */
  #rove(): void {
    for (const [number, button] of this.#buttons) button.tabIndex = number === this.#at ? 0 : -1;
  }

  #key(event: KeyboardEvent): void {
    const numbers = [...this.#buttons.keys()];
    const at = numbers.indexOf(this.#at ?? -1);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: numbers.length - 1 }[event.key];
    const next = to === undefined ? undefined : numbers[Math.min(Math.max(to, 0), numbers.length - 1)];
    if (next === undefined) return;
    event.preventDefault();
    this.#at = next;
    this.#rove();
    this.#buttons.get(next)?.focus();
  }
}

function groups(units: readonly Unit[]): Unit[][] {
  const found = new Map<number | null, Unit[]>();
  for (const unit of units) found.set(unit.parent, [...(found.get(unit.parent) ?? []), unit]);
  return [...found.values()];
}
