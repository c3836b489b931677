/** The curtain between two maps that lie on each other: drag it, or move it by the arrow keys. */

import { byId } from "../core/dom.ts";
import { whole } from "../core/numbers.ts";
import { t } from "../core/words.ts";

const STEP = 2; // per cent at each key
const WIDE = 10;

export class Swipe {
  readonly #handle: HTMLElement;
  #share = 50;

  /** `upper` lies over the other map and is seen to the right of the curtain. */
  constructor(
    readonly frame: HTMLElement,
    readonly upper: HTMLElement,
  ) {
    this.#handle = byId("curtain");
    this.#handle.addEventListener("pointerdown", (event) => this.#grab(event));
    this.#handle.addEventListener("keydown", (event) => this.#key(event));
    this.draw(50);
  }

  /** Cover the frame with one map up to `share` per cent of its width; null shows both whole. */
  draw(share: number | null): void {
    this.#handle.hidden = share === null;
    this.upper.style.clipPath = share === null ? "" : `inset(0 0 0 ${share}%)`;
    if (share === null) return;
    this.#share = Math.min(100, Math.max(0, share));
    this.upper.style.clipPath = `inset(0 0 0 ${this.#share}%)`;
    this.#handle.style.left = `${this.#share}%`;
    this.#handle.setAttribute("aria-valuenow", String(Math.round(this.#share)));
    this.#handle.setAttribute("aria-valuetext", t("左侧占 {share}%", { share: whole(this.#share) }));
  }

  get share(): number {
    return this.#share;
  }

  #grab(event: PointerEvent): void {
    event.preventDefault();
    this.#handle.setPointerCapture(event.pointerId);
    const move = ({ clientX }: PointerEvent): void => this.draw(this.#at(clientX));
    const stop = (): void => this.#handle.removeEventListener("pointermove", move);
    this.#handle.addEventListener("pointermove", move);
    this.#handle.addEventListener("pointerup", stop, { once: true });
    this.#handle.addEventListener("pointercancel", stop, { once: true });
    this.#handle.focus();
  }

  #at(clientX: number): number {
    const { left, width } = this.frame.getBoundingClientRect();
    return ((clientX - left) / width) * 100;
  }

  #key(event: KeyboardEvent): void {
    const to = this.#target(event);
    if (to === null) return;
    event.preventDefault();
    this.draw(to);
  }

  #target({ key, shiftKey }: KeyboardEvent): number | null {
    const step = shiftKey ? WIDE : STEP;
    if (key === "ArrowLeft") return this.#share - step;
    if (key === "ArrowRight") return this.#share + step;
    if (key === "Home") return 0;
    return key === "End" ? 100 : null;
  }
}
