/** What was done to the draft, by whom; versions with a name, and going back to them. */

import { announce, byId, el } from "../../core/dom.ts";
import { RequestFailed } from "../../core/requests.ts";
import { t } from "../../core/words.ts";
import type { DeskApi } from "../api.ts";
import type { Desk } from "../desk.ts";
import type { Logged, Snapshot } from "../wire.ts";
import { clock } from "./names.ts";

export class HistoryPanel {
  readonly #panel = byId("panel-history");
  readonly #list = byId("operations");
  readonly #more = byId<HTMLButtonElement>("operations-more");
  #version = -1;
  #loading = false;
  #again = false;

  constructor(
    private readonly desk: Desk,
    private readonly api: DeskApi,
  ) {
    desk.on("state", () => void this.#refresh());
    new MutationObserver(() => void this.#refresh()).observe(this.#panel, { attributeFilter: ["hidden"] });
    this.#more.addEventListener("click", () => void this.#earlier());
    this.#wireNaming();
    void this.#refresh();
  }

  /** Asked for only while it can be seen; what is named while an answer is on its way, is asked for after it. */
  async #refresh(): Promise<void> {
    if (this.#panel.hidden || this.#loading || (this.desk.version === this.#version && !this.#again)) return;
    this.#loading = true;
    this.#again = false;
    const { version } = this.desk;
    await this.#attempt(async () => {
      const operations = await this.api.history();
      this.#version = version;
      this.#list.replaceChildren(...operations.map(row));
      this.#offerMore(operations);
      this.#showSnapshots(await this.api.snapshots());
    });
    this.#loading = false;
    if (this.#version === version) void this.#refresh();
  }

  async #earlier(): Promise<void> {
    const last = Number((this.#list.lastElementChild as HTMLElement | null)?.dataset["version"]);
    await this.#attempt(async () => {
      const operations = await this.api.history(last);
      this.#list.append(...operations.map(row));
      this.#offerMore(operations);
    });
  }

  #offerMore(operations: readonly Logged[]): void {
    const earliest = operations[operations.length - 1]?.version ?? 1;
    this.#more.hidden = !operations.length || earliest <= 1;
  }

  #showSnapshots(snapshots: readonly Snapshot[]): void {
    const none = el("li", { class: "empty" }, t("还没有快照。给满意的状态起个名字，以后可以回到它。"));
    byId("snapshots").replaceChildren(...(snapshots.length ? snapshots.map((one) => this.#snapshot(one)) : [none]));
  }

  #snapshot(snapshot: Snapshot): HTMLElement {
    const about = `${snapshot.author} ${clock(snapshot.at)}`;
    const item = el("li", {}, el("span", {}, el("strong", {}, snapshot.name), el("span", { class: "hint" }, about)));
    if (!this.desk.mayEdit) return item;
    const back = el("button", { class: "button button-small button-quiet", "aria-label": t("回到快照“{name}”", { name: snapshot.name }) }, t("回到这里"));
    back.addEventListener("click", () => {
      this.desk.submit({ kind: "restore", snapshot: snapshot.id });
      announce(t("正在回到快照“{name}”，可以撤销", { name: snapshot.name }));
    });
    const drop = el("button", { class: "button button-small button-quiet", "aria-label": t("删除快照“{name}”", { name: snapshot.name }) }, t("删除"));
    drop.addEventListener("click", () => void this.#drop(snapshot));
    item.append(el("span", { class: "snapshot-acts" }, back, drop));
    return item;
  }

  #wireNaming(): void {
    const form = byId<HTMLFormElement>("snapshot-form");
    const name = byId<HTMLInputElement>("snapshot-name");
    form.hidden = !this.desk.mayEdit;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (name.value.trim()) void this.#name(name);
    });
  }

  async #name(input: HTMLInputElement): Promise<void> {
    const name = input.value.trim();
    await this.#attempt(async () => {
      await this.api.nameSnapshot(name);
      input.value = "";
      this.#again = true;
      announce(t("快照“{name}”已保存", { name }));
    });
    await this.#refresh();
  }

  async #drop({ id, name }: Snapshot): Promise<void> {
    await this.#attempt(async () => {
      this.#showSnapshots(await this.api.dropSnapshot(id));
      byId("snapshot-name").focus();
      announce(t("快照“{name}”已删除", { name }));
    });
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    const state = byId("history-state");
    try {
      await work();
      state.textContent = "";
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      state.textContent = error.message;
    }
  }
}

function row({ version, label, author, at, mine, undone }: Logged): HTMLElement {
  const who = `${mine ? t("{author}（我）", { author }) : author} · ${clock(at)}`;
  const pill = undone ? el("span", { class: "pill" }, t("已撤销")) : null;
  return el(
    "li",
    { "data-version": version, class: undone ? "undone" : "" },
    el("span", { class: "operation-label" }, label, pill ? " " : "", pill),
    el("span", { class: "hint" }, who),
  );
}
