/** What if two communities must merge, or must not: asked and answered on the spot. */

import { announce, byId, el } from "../../core/dom.ts";
import { RequestFailed } from "../../core/requests.ts";
import { t } from "../../core/words.ts";
import type { Desk } from "../desk.ts";
import { freshKey } from "../entries.ts";
import { fullName, unitsInOrder } from "../panels/names.ts";
import { termText } from "./naming.ts";
import type { EngineApi, QuestionWish, Weighed } from "./talk.ts";

type Must = "together" | "apart";

export class WhatIf {
  readonly #form = byId<HTMLFormElement>("what-if-form");
  readonly #said = byId("what-if-answer");
  readonly #sides = [byId<HTMLSelectElement>("what-if-a"), byId<HTMLSelectElement>("what-if-b")];

  constructor(
    private readonly desk: Desk,
    private readonly api: EngineApi,
    private readonly ask: (wish: QuestionWish) => void,
  ) {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#weigh();
    });
    desk.on("changed", () => this.#offer());
    this.#offer();
  }

  #offer(): void {
    const communities = unitsInOrder(this.desk, "community");
    for (const [side, select] of this.#sides.entries()) {
      const kept = select.value;
      const options = communities.map(({ number }) => el("option", { value: number }, fullName(this.desk, number)));
      select.replaceChildren(...options);
      select.value = options.some((one) => one.value === kept) ? kept : (options[side]?.value ?? "");
    }
  }

  async #weigh(): Promise<void> {
    const [a, b] = this.#sides.map((select) => Number(select.value)) as [number, number];
    const must: Must = byId<HTMLSelectElement>("what-if-must").value === "apart" ? "apart" : "together";
    const button = byId<HTMLButtonElement>("what-if-run");
    button.disabled = true;
    this.#said.replaceChildren(el("p", {}, t("正在比较两种做法…")));
    try {
      this.#show(await this.api.weigh(a, b, must), [a, b], must);
    } catch (error) {
      this.#said.replaceChildren(el("p", { class: "engine-refused" }, error instanceof RequestFailed ? error.message : String(error)));
      if (!(error instanceof RequestFailed)) throw error;
    } finally {
      button.disabled = false;
    }
  }

  #show(weighed: Weighed, pair: [number, number], must: Must): void {
    const terms = Object.entries(weighed.price).map(([term, value]) => el("li", {}, termText(term, value)));
    const words = must === "together" ? t("必须合并的代价，与不合并的最好方案相比：") : t("不得合并的代价，与合并的最好方案相比：");
    const told = weighed.code === "weighed" ? [el("p", {}, words), el("ul", {}, ...terms)] : [el("p", {}, weighed.text)];
    const late = weighed.in_time ? [] : [el("p", { class: "hint" }, t("几秒之内没有算完，可以作为问题提交，在后台计算。"))];
    this.#said.replaceChildren(...told, ...late, this.#offerJob(pair, must));
    announce(this.#said.textContent ?? "");
  }

  /** The same wish as a question, which has all the time it needs and can be taken. */
  #offerJob([a, b]: [number, number], must: Must): HTMLElement {
    const button = el("button", { type: "button", class: "button button-small button-quiet" }, t("按此条件求方案"));
    button.addEventListener("click", () =>
      this.ask({
        kind: "merge",
        units: [],
        rules: {},
        weights: {},
        least_change: false,
        neighbours: false,
        together: must === "together" ? [[a, b]] : [],
        apart: must === "apart" ? [[a, b]] : [],
        idempotency_key: freshKey(),
      }),
    );
    return button;
  }
}
