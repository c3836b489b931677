/** Conflicts with what others did, one after the other, each shown on the map. */

import { byId, el } from "../../core/dom.ts";
import { whole } from "../../core/numbers.ts";
import { t } from "../../core/words.ts";
import type { Desk } from "../desk.ts";
import type { Choice, Conflict } from "../wire.ts";
import { clock, fullName } from "./names.ts";

const CHOICES: readonly Choice[] = ["mine", "theirs", "both"];

export class ConflictDialog {
  readonly #dialog = byId<HTMLDialogElement>("conflict");
  readonly #title = byId("conflict-title");
  readonly #next = byId<HTMLButtonElement>("conflict-next");
  readonly #back = byId<HTMLButtonElement>("conflict-back");
  #chosen = new Map<string, Choice>();
  #at = 0;

  constructor(private readonly desk: Desk) {
    desk.on("conflict", () => this.#open());
    this.#back.addEventListener("click", () => this.#show(this.#at - 1));
    this.#next.addEventListener("click", () => this.#go());
    byId("conflict-later").addEventListener("click", () => this.#dialog.close());
  }

  #open(): void {
    if (!this.desk.conflicts.length) return;
    this.#chosen = new Map();
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#show(0);
  }

  #show(at: number): void {
    const conflict = this.desk.conflicts[at];
    if (!conflict) return;
    this.#at = at;
    const count = this.desk.conflicts.length;
    this.#title.textContent = t("冲突：第 {at} 个，共 {count} 个", { at: at + 1, count });
    byId("conflict-text").textContent = conflict.text;
    byId("conflict-by").textContent = this.#about(conflict);
    byId("conflict-choices").replaceChildren(...CHOICES.map((choice) => this.#choice(conflict, choice)));
    this.#back.hidden = at === 0;
    this.#update();
    this.#title.focus();
    this.desk.select(conflict.disputed);
    this.desk.look(conflict.disputed.length ? { rows: conflict.disputed } : { units: conflict.units });
  }

  #about({ by, units }: Conflict): string {
    const names = units.map((number) => fullName(this.desk, number)).join("、");
    return `${clock(by.at)} · ${names}`;
  }

  #choice(conflict: Conflict, choice: Choice): HTMLElement {
    const id = `conflict-${choice}`;
    const input = el("input", { type: "radio", name: "conflict", id, value: choice, "aria-describedby": `${id}-means` });
    input.checked = this.#chosen.get(conflict.id) === choice;
    input.addEventListener("change", () => {
      this.#chosen.set(conflict.id, choice);
      this.#update();
    });
    const means = el("span", { class: "hint", id: `${id}-means` }, meaning(conflict, choice));
    return el("div", { class: "conflict-choice" }, input, el("label", { for: id }, choiceName(choice)), means);
  }

  #update(): void {
    const conflict = this.desk.conflicts[this.#at];
    this.#next.textContent = this.#last ? t("完成") : t("下一个");
    this.#next.disabled = !conflict || !this.#chosen.has(conflict.id);
  }

  get #last(): boolean {
    return this.#at === this.desk.conflicts.length - 1;
  }

  #go(): void {
    if (!this.#last) return this.#show(this.#at + 1);
    this.#dialog.close();
    this.desk.select([]);
    this.desk.resolve(Object.fromEntries(this.#chosen));
  }
}

function choiceName(choice: Choice): string {
  return { mine: t("用我的"), theirs: t("用对方的"), both: t("两边都留") }[choice];
}

function meaning({ by, disputed, mine }: Conflict, choice: Choice): string {
  const { author } = by;
  const count = whole(disputed.length);
  switch (choice) {
    case "mine":
      return t("撤回{author}在这里的改动，再做我的这一步。", { author });
    case "theirs":
      if (!mine.length) return t("保留{author}的改动，放弃我这一步在这里的部分。", { author });
      return t("保留{author}的改动，我这一步的 {count} 个单元不动。", { author, count: whole(mine.length) });
    case "both":
      if (!disputed.length) return t("两边的改动都做。");
      return t("两边都做；都动过的 {count} 个单元归{author}的结果。", { count, author });
  }
}
