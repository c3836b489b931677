/** The list of suggestions, asked for again while one of them is being worked out. */

import { byId, el } from "../core/dom.ts";
import { getPart, RequestFailed } from "../core/requests.ts";
import { t } from "../core/words.ts";

const EVERY = 3000;

export class Suggestions {
  readonly #box = byId("suggestions");
  readonly #url = this.#box.dataset["url"] ?? "";

  async load(): Promise<void> {
    try {
      this.#box.innerHTML = await getPart(this.#url);
    } catch (error) {
      this.#box.replaceChildren(this.#failure(error));
      return;
    }
    const running = this.#box.querySelector('[data-running="yes"]') !== null;
    if (running) window.setTimeout(() => void this.load(), EVERY);
  }

  /** Mark the alternative that is open. */
  mark(open: number | null): void {
    for (const link of this.#box.querySelectorAll<HTMLElement>("[data-alternative]")) {
      if (link.dataset["alternative"] === String(open)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  #failure(error: unknown): HTMLElement {
    const again = el("button", { class: "button button-small" }, t("重试"));
    again.addEventListener("click", () => void this.load());
    const text = error instanceof RequestFailed ? error.message : String(error);
    return el("div", { class: "notice notice-bad", role: "alert" }, el("p", {}, text), again);
  }
}
