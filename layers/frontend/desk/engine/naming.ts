/** What the engine's plans, proofs and terms are called. */

import { NOTHING, whole } from "../../core/numbers.ts";
import { t } from "../../core/words.ts";
import type { AnswerLine, Ask, Certificate } from "./talk.ts";

export function aimName(aim: string): string {
  const names: Record<string, string> = {
    cut: t("界线代价最小"),
    change: t("变动户数最少"),
    change_around: t("连同相邻网格，变动户数最少"),
    balance: t("户数最均衡"),
    weights: t("按所给权重最好"),
    usual: t("通常次序最好"),
    front: t("另一种取舍"),
  };
  return names[aim] ?? aim;
}

/** "方案 2：变动户数最少、户数最均衡". */
export function answerName(answer: AnswerLine): string {
  const aims = answer.aims.filter((aim) => aim !== "front" || answer.aims.length === 1);
  return t("方案 {rank}：{aims}", { rank: answer.rank, aims: aims.map(aimName).join(t("、")) });
}

export function askName(ask: Ask): string {
  const names = { divide: t("划分网格"), merge: t("合并社区"), repair: t("修复网格"), split: t("拆分单位") };
  return names[ask];
}

export function certificateText({ state, gap }: Certificate): string {
  const texts = {
    proven: t("✓ 已证明最优"),
    proven_moves: t("✓ 已证明变动最少"),
    gap: t("差距 {gap}", { gap: `${((gap ?? 0) * 100).toFixed(1)}%` }),
    unproven: t("未证明"),
    proving: t("未证明，正在证明…"),
  };
  return texts[state];
}

/** What the second axis of the plot measures, and in what it is told. */
export function costOf(answer: AnswerLine): number {
  return answer.mean_distance ?? answer.after.cut;
}

export function costName(answers: readonly AnswerLine[]): string {
  return answers.some((one) => one.mean_distance !== null) ? t("平均步行（米）") : t("界线代价（米，加权）");
}

export function costText(answer: AnswerLine): string {
  const cost = costOf(answer);
  return Number.isFinite(cost) ? whole(cost) : NOTHING;
}

/** One term of a price, with its sign: "+120 户变更所属社区". */
export function termText(term: string, value: number): string {
  const names: Record<string, string> = {
    undersized: t("个社区不足下限"),
    change: t("户变更所属社区"),
    distance: t("户·米步行距离"),
    cut: t("米（加权）邻里边界"),
    balance: t("户偏离目标"),
  };
  const sign = value > 0 ? "+" : value < 0 ? "−" : "±";
  return `${sign}${whole(Math.abs(value))} ${names[term] ?? term}`;
}
