/** One answer: how good it is, what it costs against the others, why it is so; and taking it. */

import { byId, el } from "../../core/dom.ts";
import { whole } from "../../core/numbers.ts";
import { t } from "../../core/words.ts";
import type { Desk } from "../desk.ts";
import { ruleName } from "../panels/violations.ts";
import { aimName, answerName, certificateText, costName, costOf } from "./naming.ts";
import type { Answer, AnswerLine, EngineApi } from "./talk.ts";

const FEW = 6;

export class AnswerDetails {
  readonly #box = byId("engine-details");
  #all = false;

  constructor(
    private readonly desk: Desk,
    private readonly api: EngineApi,
    private readonly acts: { take: (answer: Answer) => void; close: () => void },
  ) {}

  show(answer: Answer, others: readonly AnswerLine[]): void {
    this.#all = false;
    this.#box.hidden = false;
    this.#fill(answer, others);
  }

  hide(): void {
    this.#box.hidden = true;
    this.#box.replaceChildren();
  }

  focus(): void {
    this.#box.querySelector<HTMLElement>("h3")?.focus();
  }

  #fill(answer: Answer, others: readonly AnswerLine[]): void {
    this.#box.replaceChildren(
      el("h3", { tabindex: -1 }, answerName(answer)),
      this.#acts(answer),
      ...notices(answer),
      this.#certificate(answer),
      ...changes(answer),
      ...prices(answer, others),
      ...this.#reasons(answer, others),
    );
  }

  #acts(answer: Answer): HTMLElement {
    const take = el("button", { class: "button button-small", disabled: answer.stale !== null }, t("采用这个方案"));
    take.addEventListener("click", () => this.acts.take(answer));
    const close = el("button", { class: "button button-small button-quiet" }, t("关闭预览"));
    close.addEventListener("click", () => this.acts.close());
    return el("div", { class: "engine-acts" }, ...(this.desk.mayEdit ? [take] : []), close);
  }

  #certificate(answer: Answer): HTMLElement {
    const { state, gap } = answer.certificate;
    const told = {
      proven: t("在所给规则下没有更好的方案。"),
      proven_moves: t("保持现有个数，不能再少变动一户；界线是否最短没有证明。"),
      gap: t("与理论最优相差不超过 {gap}。", { gap: `${((gap ?? 0) * 100).toFixed(1)}%` }),
      unproven: t("这是找到的最好结果，是否最优没有证明。"),
      proving: t("先给出找到的结果，证明仍在进行，完成后这里会更新。"),
    }[state];
    const link = el("a", { href: this.api.proof(answer.id), download: "" }, t("下载问题与结果（JSON），可自行核验"));
    return el("p", { class: "engine-proof" }, el("strong", {}, certificateText(answer.certificate)), " ", told, " ", link);
  }

  #reasons(answer: Answer, others: readonly AnswerLine[]): HTMLElement[] {
    const shown = this.#all ? answer.reasons : answer.reasons.slice(0, FEW);
    const items = shown.map(({ text, rows }) => el("li", {}, el("span", {}, text), this.#look(rows)));
    const list = el("ul", { class: "engine-reasons" }, ...items);
    const more = el("button", { class: "link" }, t("显示全部 {count} 条说明", { count: answer.reasons.length }));
    more.addEventListener("click", () => {
      this.#all = true;
      this.#fill(answer, others);
      this.focus();
    });
    const title = el("h4", {}, t("为什么是这样"));
    return [title, list, ...(shown.length < answer.reasons.length ? [more] : [])];
  }

  #look(rows: readonly number[]): HTMLElement | null {
    if (!rows.length) return null;
    const look = el("button", { class: "link" }, t("在地图上看"));
    look.addEventListener("click", () => this.desk.look({ rows }));
    return look;
  }
}

function notices(answer: Answer): HTMLElement[] {
  const stale = answer.stale === null ? [] : [el("div", { class: "notice notice-bad" }, el("p", {}, answer.stale))];
  const broken = answer.broken.map(({ rule, units, value, limit }) =>
    el("li", {}, t("{units}：{rule}，现为 {value}，限 {limit}", { units: units.join(t("、")), rule: ruleName(rule), value: whole(value), limit: whole(limit) })),
  );
  const list = broken.length ? [el("div", { class: "notice" }, el("p", {}, t("有规则无法满足：")), el("ul", {}, ...broken))] : [];
  return [...stale, ...list];
}

function changes({ units, moved, ended, before, after }: Answer): HTMLElement[] {
  const fresh = units.filter((unit) => unit.continues === null).map((unit) => unit.name);
  const sizes = t("{units} 个单位，{least}—{most} 户，{fit} 个合规", { units: whole(after.units), least: whole(after.smallest), most: whole(after.largest), fit: whole(after.in_bounds) });
  const was = before ? t("（现为 {units} 个，{fit} 个合规）", { units: whole(before.units), fit: whole(before.in_bounds) }) : "";
  const rows = [
    sizes + was,
    t("{moved} 户变更所属单位，撤销 {ended} 个单位", { moved: whole(moved), ended: whole(ended) }),
    fresh.length ? t("新设：{names}", { names: fresh.join(t("、")) }) : "",
  ];
  return [el("ul", { class: "engine-changes" }, ...rows.filter(Boolean).map((text) => el("li", {}, text)))];
}

/** What this answer costs against each of the others. */
function prices(answer: Answer, others: readonly AnswerLine[]): HTMLElement[] {
  const rivals = others.filter((one) => one.id !== answer.id);
  if (!rivals.length) return [];
  const cost = costName(others);
  const rows = rivals.slice(0, FEW).map((other) => {
    const [moved, more] = [answer.moved - other.moved, costOf(answer) - costOf(other)];
    const words = { name: aimName(other.aims[0] ?? ""), rank: other.rank, moved: signed(moved), cost, more: signed(more) };
    return el("li", {}, t("与方案 {rank}（{name}）相比：变动户数 {moved}，{cost} {more}", words));
  });
  return [el("h4", {}, t("每项取舍的代价")), el("ul", { class: "engine-changes" }, ...rows)];
}

function signed(value: number): string {
  const rounded = Math.round(value);
  return rounded > 0 ? `+${whole(rounded)}` : rounded < 0 ? whole(rounded) : "±0";
}
