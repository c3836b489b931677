/** Search by name, code or address: a combobox that works by keyboard, pointer and ear. */

import { announce, byId, el } from "../core/dom.ts";
import { markOption } from "../core/listbox.ts";
import type { Found } from "../core/model.ts";
import { getJson, RequestFailed } from "../core/requests.ts";
import { t } from "../core/words.ts";

const PAUSE = 220;

export class Search {
  readonly #input = byId<HTMLInputElement>("search-input");
  readonly #list = byId("search-results");
  #found: Found[] = [];
  #active = -1;
  #timer = 0;
  #running: AbortController | null = null;

  constructor(
    private readonly address: (text: string) => string,
    private readonly chosen: (found: Found) => void,
  ) {
    this.#input.addEventListener("input", () => this.#later());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("blur", () => window.setTimeout(() => this.#close(), 150));
    this.#input.addEventListener("focus", () => this.#found.length && this.#open());
  }

  #later(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), PAUSE);
  }

  async #ask(): Promise<void> {
    const text = this.#input.value.trim();
    this.#running?.abort();
    if (!text) return this.#show([]);
    const running = (this.#running = new AbortController());
    try {
      this.#show(await getJson<Found[]>(this.address(text), running.signal));
    } catch (error) {
      if (!running.signal.aborted) this.#say(error instanceof RequestFailed ? error.message : String(error));
    }
  }

  #show(found: Found[]): void {
    this.#found = found;
    this.#active = -1;
    this.#input.removeAttribute("aria-activedescendant");
    if (!this.#input.value.trim()) return this.#close();
    if (!found.length) return this.#say(t("没有找到。请换一个名称、代码或地址。"));
    this.#list.replaceChildren(...found.map((one, at) => this.#option(one, at)));
    announce(t("找到 {count} 个", { count: found.length }));
    this.#open();
  }

  #say(text: string): void {
    this.#found = [];
    this.#list.replaceChildren(el("li", { class: "search-nothing", role: "option", "aria-disabled": "true" }, text));
    announce(text);
    this.#open();
  }

  #option(found: Found, at: number): HTMLElement {
    const where = [found.where, found.code].filter(Boolean).join(" · ");
    const option = el(
      "li",
      { role: "option", id: `found-${at}`, "aria-selected": "false" },
      el("span", { class: "found-kind" }, kindLabel(found.kind)),
      el("span", { class: "found-name" }, found.name),
      el("span", { class: "found-where" }, where),
    );
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => this.#choose(at));
    return option;
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.#found.length) {
      event.preventDefault();
      this.#open();
      this.#move((this.#active + step + this.#found.length) % this.#found.length);
    } else if (event.key === "Enter" && this.#found.length) {
      event.preventDefault();
      this.#choose(Math.max(this.#active, 0));
    } else if (event.key === "Escape") {
      this.#close();
    }
  }

  #move(to: number): void {
    this.#active = to;
    markOption(this.#list, this.#input, to);
  }

  #choose(at: number): void {
    const found = this.#found[at];
    if (!found) return;
    this.#input.value = found.name;
    this.#close();
    this.chosen(found);
  }

  #open(): void {
    this.#list.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
  }

  #close(): void {
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
  }
}

function kindLabel(kind: Found["kind"]): string {
  const labels: Record<Found["kind"], string> = {
    community: t("社区"),
    grid: t("网格"),
    compound: t("小区"),
    venue: t("阵地"),
    building: t("建筑"),
    barrier: t("道路河流"),
  };
  return labels[kind];
}
