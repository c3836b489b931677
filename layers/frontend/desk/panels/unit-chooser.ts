/** A combobox of units: filtered by what is typed, tried while going through it, then chosen. */

import { el } from "../../core/dom.ts";
import { markOption } from "../../core/listbox.ts";
import { t } from "../../core/words.ts";

export interface Offer {
  number: number;
  name: string;
  hint: string;
}

interface Told {
  offers(): Offer[];
  /** The one the arrows are at, or null when the list closes without a choice. */
  tried?(number: number | null): void;
  chosen(number: number): void;
}

const MOST = 60;

export class UnitChooser {
  readonly box: HTMLElement;
  readonly input: HTMLInputElement;
  readonly #list: HTMLElement;
  #offers: Offer[] = [];
  #at = -1;
  chosen: number | null = null;

  constructor(
    private readonly id: string,
    label: string,
    private readonly told: Told,
  ) {
    const attributes = { "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list`, autocomplete: "off", spellcheck: "false" };
    this.input = el("input", { id, type: "text", role: "combobox", placeholder: label, "aria-label": label, ...attributes });
    this.#list = el("ul", { id: `${id}-list`, role: "listbox", "aria-label": label, hidden: true });
    this.box = el("div", { class: "unit-box" }, this.input, this.#list);
    this.input.addEventListener("input", () => this.#open());
    this.input.addEventListener("click", () => this.#open());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => this.#leave());
  }

  clear(): void {
    this.chosen = null;
    this.input.value = "";
    this.#close();
  }

  #open(): void {
    const text = this.chosen === null ? this.input.value.trim() : "";
    this.#offers = this.told.offers().filter(({ name }) => name.includes(text)).slice(0, MOST);
    this.#at = -1;
    const none = el("li", { role: "option", "aria-disabled": "true", class: "unit-box-none" }, t("没有这样的单位"));
    this.#list.replaceChildren(...(this.#offers.length ? this.#offers.map((offer, at) => this.#option(offer, at)) : [none]));
    this.#list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.input.removeAttribute("aria-activedescendant");
  }

  #option({ number, name, hint }: Offer, at: number): HTMLElement {
    const option = el("li", { role: "option", id: `${this.id}-${at}`, "aria-selected": "false", "data-unit": number }, el("span", {}, name), el("span", { class: "hint" }, hint));
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => this.#choose(at));
    return option;
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.#list.hidden) this.#open();
      this.#move(step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!this.#list.hidden) this.#choose(Math.max(this.#at, 0));
    } else if (event.key === "Escape" && !this.#list.hidden) {
      event.stopPropagation();
      this.#leave();
    } else if (event.key.length === 1 && this.chosen !== null) {
      this.chosen = null;
      this.input.value = "";
    }
  }

  #move(step: number): void {
    const count = this.#offers.length;
    if (!count) return;
    this.#at = this.#at < 0 && step < 0 ? count - 1 : (this.#at + step + count) % count;
    markOption(this.#list, this.input, this.#at);
    this.told.tried?.(this.#offers[this.#at]?.number ?? null);
  }

  #choose(at: number): void {
    const offer = this.#offers[at];
    if (!offer) return;
    this.chosen = offer.number;
    this.input.value = offer.name;
    this.#close();
    this.told.chosen(offer.number);
  }

  #leave(): void {
    if (this.#list.hidden) return;
    this.#close();
    if (this.chosen === null) this.told.tried?.(null);
  }

  #close(): void {
    this.#list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
