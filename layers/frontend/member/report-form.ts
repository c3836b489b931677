/** Reporting a fault: what the map picked goes into the form, the form into the outbox. */

import { announce, byId, el } from "../core/dom.ts";
import { sendJson, type RequestFailed } from "../core/requests.ts";
import { t } from "../core/words.ts";
import type { MemberConfig, Spot } from "./config.ts";
import { openDrawer } from "./drawer.ts";
import type { GridMap, Picked } from "./grid-map.ts";
import { Outbox, type Report, type Waiting } from "./outbox.ts";

export class ReportForm {
  readonly #form = byId<HTMLFormElement>("report-form");
  /** What the page says before anything is picked. */
  readonly #hints = ["picked-text", "report-spot"].map((id) => [id, byId(id).textContent] as const);
  #outbox: Outbox | null = null;
  #spot: Spot | null = null;

  constructor(
    private readonly config: MemberConfig,
    private readonly map: GridMap,
  ) {}

  async open(): Promise<void> {
    this.#outbox = new Outbox(await openDrawer(this.config.person), (address, report) => sendJson("POST", address, report));
    this.map.onPick((picked) => this.#pick(picked));
    this.#field<HTMLSelectElement>("building").addEventListener("change", () => this.#chosen());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
    window.addEventListener("online", () => void this.#flush());
    await this.#flush();
    document.documentElement.dataset["reportsReady"] = "yes";
  }

  #field<T extends HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(name: string): T {
    return this.#form.elements.namedItem(name) as T;
  }

  #pick({ building, spot }: Picked): void {
    const choice = this.#field<HTMLSelectElement>("building");
    choice.value = building ?? "";
    this.#spot = spot;
    const fault = this.#field<HTMLSelectElement>("fault");
    if (building && fault.value === "building_missing") fault.value = "count_wrong";
    if (!building && ["building_gone", "count_wrong"].includes(fault.value)) fault.value = "building_missing";
    const said = building ? this.#named(building) : t("已在图上点出位置");
    byId("picked-text").textContent = said;
    byId("report-spot").textContent = building ? said : t("已在图上点出位置；再点可改。");
    byId("picked-report").hidden = false;
  }

  #chosen(): void {
    const { value } = this.#field<HTMLSelectElement>("building");
    this.map.mark(value ? { building: value, spot: [0, 0] } : null);
    this.#spot = null;
  }

  /** A building as the list has it: name, floors, households. */
  #named(building: string): string {
    const row = document.querySelector<HTMLElement>(`tr[data-b="${CSS.escape(building)}"]`);
    const [name = "", floors = "", households] = [...(row?.children ?? [])].map((cell) => (cell.textContent ?? "").trim().replace(/\s+/g, " "));
    const said = [name, t("{floors} 层", { floors }), households === undefined ? "" : t("{households} 户", { households })];
    return said.filter(Boolean).join(" · ");
  }

  async #submit(): Promise<void> {
    const outbox = this.#outbox as Outbox;
    const report = this.#report();
    const waiting = { report, address: this.config.report, person: this.config.person, title: this.#title() };
    this.#say("report-error", "");
    await outbox.add(waiting);
    const { trouble } = await outbox.flush();
    const mine = (await outbox.waiting()).find((one) => one.report.key === report.key);
    if (mine?.refusal) {
      await outbox.drop(report.key); // the form still has it
      this.#say("report-error", mine.refusal);
    } else {
      this.#clear();
      this.#say("report-done", mine ? this.#waits(trouble) : t("已报告，街道规划员会核实。"));
    }
    await this.#list();
  }

  async #flush(): Promise<void> {
    const { sent } = await (this.#outbox as Outbox).flush();
    if (sent) this.#say("report-done", t("离线时报的 {count} 条已发送。", { count: sent }));
    await this.#list();
  }

  #waits(trouble: RequestFailed | null): string {
    if (trouble?.trouble === "signed-out") return t("登录已失效，已保存在本机，重新登录后自动发送。");
    return t("离线，已保存在本机，恢复网络后自动发送。");
  }

  #report(): Report {
    const number = (name: string) => (this.#field(name).value === "" ? null : Number(this.#field(name).value));
    return {
      key: freshKey(),
      fault: this.#field("fault").value,
      spot: this.#spot,
      building: number("building"),
      floors: number("floors"),
      households: number("households"),
      text: this.#field("text").value,
    };
  }

  #title(): string {
    const shown = (name: string) => this.#field<HTMLSelectElement>(name).selectedOptions[0]?.textContent ?? "";
    return this.#field("building").value ? `${shown("fault")} · ${shown("building")}` : shown("fault");
  }

  #clear(): void {
    this.#form.reset();
    this.#spot = null;
    this.map.mark(null);
    for (const [id, said] of this.#hints) byId(id).textContent = said;
    byId("picked-report").hidden = true;
  }

  #say(id: "report-error" | "report-done", text: string): void {
    const place = byId(id);
    place.hidden = text === "";
    place.replaceChildren(id === "report-error" ? el("p", {}, text) : text);
    if (!text) return;
    announce(text);
    place.scrollIntoView({ block: "center" });
  }

  async #list(): Promise<void> {
    const rows = await (this.#outbox as Outbox).waiting();
    byId("waiting").replaceChildren(...rows.map((one) => this.#row(one)));
  }

  #row(one: Waiting): HTMLElement {
    const drop = el("button", { type: "button", class: "link" }, t("删除"));
    drop.addEventListener("click", () => void this.#drop(one.report.key));
    const state = el("span", { class: "pill" }, one.refusal ? t("没有接受") : t("待发送"));
    return el("li", {}, `${one.title} `, state, one.refusal ? el("p", { class: "when" }, one.refusal) : null, drop);
  }

  async #drop(key: string): Promise<void> {
    await this.#outbox?.drop(key);
    await this.#list();
  }
}

/** A version 4 UUID; `crypto.randomUUID` is not there without https. */
function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
