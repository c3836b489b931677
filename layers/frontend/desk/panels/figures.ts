/** The figures of both sides of what is being moved, before and after, while the hand moves. */

import { byId, el } from "../../core/dom.ts";
import { NOTHING, whole } from "../../core/numbers.ts";
import { t } from "../../core/words.ts";
import type { Desk, Preview } from "../desk.ts";
import type { Figures, Totals } from "../wire.ts";
import { bothSides, effectText } from "./effect.ts";
import { fullName, householdWord, levelName, percent, standingIn, standingText } from "./names.ts";
import { soon } from "./soon.ts";

interface Line {
  name: string;
  of(figures: Figures, number: number): string;
  /** A change that is for the better, the worse or neither. */
  better?(before: Figures, after: Figures): number;
}

const SHOWN = 3;
const PAUSE = 400;

export class FiguresPanel {
  readonly #box = byId("desk-figures");
  #said = "";
  #timer = 0;

  constructor(private readonly desk: Desk) {
    const show = soon(() => this.#show());
    for (const event of ["selection", "preview", "state", "changed", "level"] as const) desk.on(event, show);
    this.#show();
  }

  #show(): void {
    const preview = this.desk.preview;
    if (preview) return this.#compare(preview);
    const numbers = this.#units();
    if (!numbers.length) return this.#box.replaceChildren(...this.#totals());
    const now = new Map(numbers.map((number) => [number, this.desk.figures(number)]));
    this.#box.replaceChildren(...this.#selected(), this.#table(numbers, now, now));
  }

  #compare(preview: Preview): void {
    const { to, rows, before, after } = preview;
    const title = t("移入{name}：{count} 个单元", { name: fullName(this.desk, to), count: whole(rows.length) });
    this.#box.replaceChildren(el("h2", {}, title), this.#table(bothSides(this.desk, preview), before, after));
    this.#speak(effectText(this.desk, preview));
  }

  #units(): number[] {
    const found = new Set<number>();
    for (const row of this.desk.selection) found.add(this.desk.unitOf(row));
    found.delete(0);
    return [...found];
  }

  #selected(): HTMLElement[] {
    const { selection, ground } = this.desk;
    let households = 0;
    for (const row of selection) households += ground.households[row] ?? 0;
    const values = { count: whole(selection.size), households: whole(households) };
    return [el("h2", {}, t("已选 {count} 个单元，{households} 户", values))];
  }

  #table(numbers: readonly number[], before: Map<number, Figures | null>, after: Map<number, Figures | null>): HTMLElement {
    const shown = numbers.slice(0, SHOWN);
    const head = shown.map((number) => el("th", { scope: "col" }, fullName(this.desk, number)));
    const lines = this.#lines().map((line) => {
      const cells = shown.map((number) => this.#cell(line, number, before.get(number) ?? null, after.get(number) ?? null));
      return el("tr", {}, el("th", { scope: "row" }, line.name), ...cells);
    });
    const table = el("table", { class: "both-sides" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("指标")), ...head)), el("tbody", {}, ...lines));
    const rest = numbers.length - shown.length;
    const more = rest > 0 ? el("p", { class: "hint" }, this.#restText(rest)) : null;
    return el("div", {}, el("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": t("两侧指标") }, table), more);
  }

  #restText(count: number): string {
    if (this.desk.preview) return t("另有 {count} 个单位也会变化，见下方各单位户数。", { count });
    return t("另有 {count} 个单位，见下方各单位户数。", { count });
  }

  #cell(line: Line, number: number, before: Figures | null, after: Figures | null): HTMLElement {
    const old = before ? line.of(before, number) : NOTHING;
    const now = after ? line.of(after, number) : NOTHING;
    if (old === now) return el("td", {}, old);
    const sense = before && after ? (line.better?.(before, after) ?? 0) : 0;
    const mark = sense > 0 ? t("（变好）") : sense < 0 ? t("（变差）") : "";
    const change = el("strong", { class: sense > 0 ? "better" : sense < 0 ? "worse" : "" }, now);
    return el("td", {}, el("span", { class: "was" }, old), " → ", change, mark ? el("span", { class: "sense" }, mark) : null);
  }

  #lines(): Line[] {
    const { facts } = this.desk;
    const level = (number: number) => this.desk.unit(number)?.level ?? "grid";
    return [
      { name: householdWord(facts), of: (one) => whole(one.households) },
      {
        name: t("与上下限"),
        of: (one, number) => standingText(one, standingIn(facts, level(number), one)),
        better: (was, now) => Math.abs(was.deviation) - Math.abs(now.deviation),
      },
      { name: t("其中估算"), of: (one) => whole(one.estimated_households) },
      { name: t("人口密度（人/平方公里）"), of: (one) => whole(one.density) },
      {
        name: t("连通"),
        of: ({ pieces }) => (pieces > 1 ? t("✕ {count} 块", { count: pieces }) : t("✓ 连片")),
        better: (was, now) => was.pieces - now.pieces,
      },
      { name: t("紧凑度（圆为 1）"), of: (one) => one.compactness?.toFixed(2) ?? NOTHING, better: rise("compactness") },
      { name: t("沿线边界占比"), of: (one) => percent(one.barrier_share), better: rise("barrier_share") },
      { name: t("切分小区"), of: (one) => whole(one.compounds_split), better: (was, now) => was.compounds_split - now.compounds_split },
      { name: this.#serviceName(), of: (one) => percent(one.served_share), better: rise("served_share") },
    ];
  }

  #serviceName(): string {
    const radius = this.desk.facts.service_radius;
    return radius === null ? t("服务半径内户数占比") : t("服务半径 {radius} 米内户数占比", { radius: whole(radius) });
  }

  #totals(): HTMLElement[] {
    const { level, state } = this.desk;
    const totals = state.totals[level];
    const rows = totalLines(totals).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)));
    const hint = this.desk.mayEdit ? t("选取单元后，这里显示它所在单位的指标；选好去处后，显示移动前后的变化。") : "";
    return [
      el("h2", {}, t("全部{level}", { level: levelName(level) })),
      el("dl", { class: "figures" }, ...rows),
      el("p", { class: "hint" }, hint),
    ];
  }

  /** Said when the hand rests: every step would be too much to listen to. */
  #speak(words: string): void {
    if (words === this.#said) return;
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.#said = words;
      byId("figures-said").textContent = words;
    }, PAUSE);
  }
}

type Share = "compactness" | "barrier_share" | "served_share";

function rise(key: Share): (before: Figures, after: Figures) => number {
  return (before, after) => (after[key] ?? 0) - (before[key] ?? 0);
}

function totalLines(totals: Totals): [string, string][] {
  return [
    [t("单位数"), whole(totals.parts)],
    [t("户数在限内"), t("{count} 个", { count: whole(totals.in_bounds) })],
    [t("不连片"), t("{count} 个", { count: whole(totals.disconnected) })],
    [t("沿线边界占比"), percent(totals.barrier_share)],
    [t("切分小区"), whole(totals.compounds_split)],
  ];
}
