/** What breaks a rule: hard ones first, each with its value and limit, a way to it and its mends. */

import { announce, byId, el } from "../../core/dom.ts";
import { whole } from "../../core/numbers.ts";
import { t } from "../../core/words.ts";
import type { Desk } from "../desk.ts";
import type { Violation } from "../wire.ts";
import { fullName, levelName } from "./names.ts";

const FEW = 30;

export class ViolationsPanel {
  readonly #list = byId("violations");
  #all = false;
  #hard = 0;

  constructor(private readonly desk: Desk) {
    desk.on("state", () => this.#show());
    this.#show();
  }

  #show(): void {
    const all = [...this.desk.state.violations].sort((a, b) => Number(b.hard) - Number(a.hard));
    const hard = all.filter((one) => one.hard).length;
    this.#count(hard, all.length - hard);
    const shown = this.#all ? all : all.slice(0, FEW);
    const held = this.#held();
    this.#list.replaceChildren(...shown.map((one) => this.#item(one)));
    if (shown.length < all.length) this.#list.append(this.#more(all.length));
    this.#hold(held);
    if (hard > this.#hard) announce(t("有 {count} 项违反硬性规则，不能提交", { count: hard }));
    this.#hard = hard;
  }

  #count(hard: number, soft: number): void {
    const none = hard + soft === 0;
    const parts = [hard ? t("✕ {count} 项不能提交", { count: hard }) : "", soft ? t("▲ {count} 项提醒", { count: soft }) : ""];
    byId("violations-count").textContent = none ? t("✓ 没有违反规则") : parts.filter(Boolean).join("，");
  }

  #item(violation: Violation): HTMLElement {
    const { hard, text, value, limit, unit, level } = violation;
    const kind = el("span", { class: `pill ${hard ? "pill-infeasible" : "pill-estimate"}` }, hard ? t("✕ 不能提交") : t("▲ 提醒"));
    const where = unit === null ? levelName(level) : fullName(this.desk, unit);
    const facts = t("{rule}：现为 {value}，限 {limit}", { rule: ruleName(violation.rule), value: whole(value), limit: whole(limit) });
    return el(
      "li",
      { class: "violation" },
      el("p", {}, kind, " ", el("strong", {}, where)),
      el("p", {}, text),
      el("p", { class: "hint" }, facts),
      el("div", { class: "violation-acts" }, this.#look(violation, where), ...this.#mends(violation, where), ...this.#repair(violation, where)),
    );
  }

  #look({ rule, cells, unit }: Violation, where: string): HTMLElement {
    const key = `look ${rule} ${unit}`;
    const button = el("button", { class: "button button-small button-quiet", "data-key": key, "aria-label": t("查看{where}", { where }) }, t("查看"));
    button.addEventListener("click", () => this.desk.look(cells.length ? { rows: cells } : { units: unit === null ? [] : [unit] }));
    return button;
  }

  #mends({ rule, unit, mends }: Violation, where: string): HTMLElement[] {
    if (!this.desk.mayEdit) return [];
    return mends.map(({ label, operation }, at) => {
      const key = `mend ${rule} ${unit} ${at}`;
      const button = el("button", { class: "button button-small", "data-key": key, "aria-label": `${where}：${label}` }, label);
      button.addEventListener("click", () => this.desk.submit(operation));
      return button;
    });
  }

  /** A grid out of its bounds can be made to fit by the engine. */
  #repair({ rule, unit, level }: Violation, where: string): HTMLElement[] {
    const fits = level === "grid" && unit !== null && ["min_households", "max_households"].includes(rule);
    if (!fits || !this.desk.mayEdit) return [];
    const attributes = { class: "button button-small button-quiet", "data-key": `repair ${rule} ${unit}`, "aria-label": t("让引擎修复{where}", { where }) };
    const button = el("button", attributes, t("让引擎修复"));
    button.addEventListener("click", () => this.desk.repair([unit]));
    return [button];
  }

  #more(count: number): HTMLElement {
    const button = el("button", { class: "link" }, t("显示全部 {count} 项", { count }));
    button.addEventListener("click", () => {
      this.#all = true;
      this.#show();
    });
    return el("li", {}, button);
  }

  /** Which button has the focus, so that it keeps it, or the list's title does, when all is redrawn. */
  #held(): string | null {
    const active = document.activeElement;
    return active && this.#list.contains(active) ? ((active as HTMLElement).dataset["key"] ?? "") : null;
  }

  #hold(key: string | null): void {
    if (key === null) return;
    const same = [...this.#list.querySelectorAll<HTMLElement>("[data-key]")].find((one) => one.dataset["key"] === key);
    (same ?? byId("violations-title")).focus();
  }
}

export function ruleName(rule: string): string {
  const names: Record<string, string> = {
    min_households: t("户数下限"),
    max_households: t("户数上限"),
    connected: t("连片"),
    parent: t("网格不跨社区"),
    unassigned: t("单元都有归属"),
    locked: t("锁定不动"),
  };
  return names[rule] ?? rule;
}
