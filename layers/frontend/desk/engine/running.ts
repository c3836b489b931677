/** A question while it is worked on: how far it is, and stopping it. */

import { announce, byId, el } from "../../core/dom.ts";
import { t } from "../../core/words.ts";
import { askName } from "./naming.ts";
import type { Question } from "./talk.ts";

export class RunningQuestion {
  readonly #box = byId("engine-running");
  #said = "";

  constructor(
    private readonly mayEdit: boolean,
    private readonly cancel: (id: string) => void,
  ) {}

  show(question: Question | null): void {
    if (!question) return this.#box.replaceChildren();
    const { job } = question;
    const over = !["queued", "running"].includes(job.status);
    const held = this.#box.contains(document.activeElement);
    const parts: HTMLElement[] = [el("p", { class: "engine-state" }, this.#text(question))];
    if (!over) parts.push(this.#bar(job), ...this.#stop(question));
    if (job.error_text) parts.push(el("p", { class: "engine-refused" }, job.error_text));
    this.#box.replaceChildren(...parts);
    if (held) this.#box.querySelector("button")?.focus();
    this.#say(question);
  }

  #text({ ask, job, alternatives, complete }: Question): string {
    const count = alternatives.length;
    const some = complete === false ? t("{count} 个方案，还有未列出的取舍", { count }) : t("{count} 个方案", { count });
    const states = {
      queued: t("排队中…"),
      running: job.stopping ? t("正在停止…") : `${phase(job.phase)}${job.percent === null ? "" : ` ${job.percent}%`}`,
      succeeded: t("已完成，{some}", { some }),
      failed: t("没有完成"),
      cancelled: t("已取消，保留 {some}", { some }),
    };
    return `${askName(ask)}：${states[job.status]}`;
  }

  #bar({ phase: now, percent }: Question["job"]): HTMLElement {
    const label = phase(now) || t("排队中…");
    return el("progress", { max: 100, value: percent, "aria-label": label });
  }

  #stop({ id, job }: Question): HTMLElement[] {
    if (!this.mayEdit) return [];
    const button = el("button", { class: "button button-small button-quiet", disabled: job.stopping }, t("取消计算"));
    button.addEventListener("click", () => this.cancel(id));
    return [button];
  }

  /** Only what is new: another state, another phase, or another answer. */
  #say(question: Question): void {
    const said = `${askName(question.ask)} ${question.job.status} ${question.job.phase} ${question.alternatives.length}`;
    if (said === this.#said) return;
    this.#said = said;
    announce(this.#text(question));
  }
}

function phase(name: string): string {
  const names: Record<string, string> = {
    读取草案: t("读取草案"),
    枚举合并: t("枚举合并"),
    划分网格: t("划分网格"),
    证明最优: t("证明最优"),
    比较取舍: t("比较取舍"),
  };
  return names[name] ?? name;
}
