/** The form a question is asked with: what, of which units, within which rules, for what. */

import { byId } from "../../core/dom.ts";
import { t } from "../../core/words.ts";
import type { Desk } from "../desk.ts";
import { freshKey } from "../entries.ts";
import type { UnitLevel } from "../wire.ts";
import { Scope } from "./scope.ts";
import type { Ask, QuestionWish } from "./talk.ts";

const WEIGHTS = ["cut", "change", "balance", "compactness", "distance"];
const BOUNDS = ["min", "max", "target"] as const;

export class QuestionForm {
  readonly scope: Scope;
  readonly #form = byId<HTMLFormElement>("engine-form");
  readonly #ask = byId<HTMLSelectElement>("engine-ask");

  constructor(desk: Desk, ask: (wish: QuestionWish) => void) {
    this.scope = new Scope(desk);
    this.#ask.addEventListener("change", () => this.#adapt());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(this.#wish());
    });
    this.#adapt();
  }

  /** Fill it in for a question about these units. */
  about(kind: Ask, units: readonly number[]): void {
    this.#ask.value = kind;
    this.#adapt();
    this.scope.set(units);
  }

  refuse(message: string): void {
    byId("engine-refused").textContent = message;
  }

  busy(busy: boolean): void {
    byId<HTMLButtonElement>("engine-run").disabled = busy;
  }

  get #kind(): Ask {
    return this.#ask.value as Ask;
  }

  get #level(): UnitLevel {
    return this.#kind === "merge" ? "community" : "grid";
  }

  /** Show what belongs to the kind of question, with the rule set's values as defaults. */
  #adapt(): void {
    this.scope.at(this.#level);
    const kind = this.#kind;
    for (const part of this.#form.querySelectorAll<HTMLElement>("[data-for]")) {
      part.hidden = !(part.dataset["for"] ?? "").split(" ").includes(kind);
    }
    for (const name of BOUNDS) this.#default(name);
    byId<HTMLInputElement>("engine-parts").required = kind === "split";
  }

  #default(name: (typeof BOUNDS)[number]): void {
    const input = byId<HTMLInputElement>(`engine-${name}`);
    const rule = byId("engine-rule-set").querySelector<HTMLElement>(`[data-key="${this.#level}.${name}_households"]`);
    input.placeholder = rule?.dataset["value"] ?? "";
    const source = byId(`engine-${name}-source`);
    source.textContent = rule ? t("默认 {value} 户，依据：{source}", { value: input.placeholder, source: rule.dataset["source"] ?? "" }) : "";
  }

  #wish(): QuestionWish {
    const kind = this.#kind;
    const values = [...BOUNDS, "parts" as const].map((name) => [name, this.#number(`engine-${name}`)] as const);
    return {
      kind,
      units: [...this.scope.numbers],
      rules: Object.fromEntries(values.filter(([, value]) => value !== null)) as QuestionWish["rules"],
      weights: this.#weights(),
      least_change: this.#checked("engine-least-change"),
      neighbours: this.#checked("engine-neighbours"),
      together: [],
      apart: [],
      idempotency_key: freshKey(),
    };
  }

  #weights(): Record<string, number> {
    const given = WEIGHTS.map((name) => [name, this.#number(`engine-weight-${name}`)] as const);
    return Object.fromEntries(given.filter((one): one is [string, number] => one[1] !== null && one[1] > 0));
  }

  /** What stands in a field that is shown; null where nothing does. */
  #number(id: string): number | null {
    const input = byId<HTMLInputElement>(id);
    if (input.closest("[hidden]") || input.value.trim() === "") return null;
    return Number(input.value);
  }

  #checked(id: string): boolean {
    const input = byId<HTMLInputElement>(id);
    return !input.closest("[hidden]") && input.checked;
  }
}
