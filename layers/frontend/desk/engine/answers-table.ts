/** The answers to a question in a table; a radio button each, so that the arrows go through them. */

import { byId, el } from "../../core/dom.ts";
import { whole } from "../../core/numbers.ts";
import { t } from "../../core/words.ts";
import { answerName, certificateText, costName, costText } from "./naming.ts";
import type { AnswerLine } from "./talk.ts";

export class AnswersTable {
  readonly #box = byId("engine-answers");

  constructor(private readonly choose: (id: number) => void) {
    this.#box.addEventListener("change", (event) => this.choose(Number((event.target as HTMLInputElement).value)));
  }

  show(answers: readonly AnswerLine[], chosen: number | null): void {
    const held = this.#box.contains(document.activeElement);
    this.#box.replaceChildren(...(answers.length ? [this.#table(answers, chosen)] : []));
    if (held) this.focus();
  }

  /** Mark another answer, and nothing else. */
  mark(chosen: number): void {
    for (const input of this.#box.querySelectorAll("input")) {
      input.checked = Number(input.value) === chosen;
      input.closest("tr")?.classList.toggle("chosen", input.checked);
    }
  }

  focus(): void {
    const inputs = [...this.#box.querySelectorAll("input")];
    (inputs.find((input) => input.checked) ?? inputs[0])?.focus();
  }

  #table(answers: readonly AnswerLine[], chosen: number | null): HTMLElement {
    const heads = [t("方案"), t("单位"), t("变动户数"), costName(answers), t("证明")];
    const head = heads.map((text, at) => el("th", { scope: "col", class: at && at < 4 ? "num" : "" }, text));
    const rows = answers.map((answer) => row(answer, answer.id === chosen));
    return el(
      "table",
      { class: "answers-table" },
      el("caption", { class: "visually-hidden" }, t("引擎的备选方案，用方向键逐个查看")),
      el("thead", {}, el("tr", {}, ...head)),
      el("tbody", {}, ...rows),
    );
  }
}

function row(answer: AnswerLine, chosen: boolean): HTMLElement {
  const id = `engine-answer-${answer.id}`;
  const { units, in_bounds } = answer.after;
  const radio = el("input", { type: "radio", name: "engine-answer", id, value: answer.id, checked: chosen });
  return el(
    "tr",
    { class: chosen ? "chosen" : "" },
    el("th", { scope: "row" }, el("label", { for: id }, radio, el("span", {}, answerName(answer)))),
    el("td", { class: "num" }, t("{units}（{fit} 个合规）", { units: whole(units), fit: whole(in_bounds) })),
    el("td", { class: "num" }, whole(answer.moved)),
    el("td", { class: "num" }, costText(answer)),
    el("td", {}, certificateText(answer.certificate)),
  );
}
