/** The panel beside the map: a part of a page, asked for by its address. */

import { byId, el } from "../core/dom.ts";
import { getPart, RequestFailed } from "../core/requests.ts";
import { t } from "../core/words.ts";

export class Details {
  readonly #panel = byId("details");
  readonly #body = byId("details-body");
  #running: AbortController | null = null;
  #url: string | null = null;

  constructor(
    private readonly closed: () => void,
    /** The panel now covers so many pixels of the map's lower edge (none beside the map). */
    private readonly covers: (below: number) => void,
    private readonly shown: () => void,
  ) {
    byId("details-close").addEventListener("click", () => this.closed());
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.closed();
    });
  }

  get body(): HTMLElement {
    return this.#body;
  }

  /** Show the part of a page at `url`, or nothing for null. */
  async show(url: string | null): Promise<void> {
    if (url === this.#url) return;
    this.#url = url;
    this.#running?.abort();
    this.#panel.hidden = url === null;
    this.#measure();
    if (url === null) return this.#body.replaceChildren();
    const running = (this.#running = new AbortController());
    this.#body.replaceChildren(skeleton());
    this.#body.setAttribute("aria-busy", "true");
    try {
      this.#body.innerHTML = await getPart(url, running.signal);
      this.#panel.scrollTop = 0;
      this.#measure();
      this.shown();
    } catch (error) {
      if (running.signal.aborted) return;
      this.#body.replaceChildren(this.#failure(error, url));
    }
    this.#body.removeAttribute("aria-busy");
  }

  #measure(): void {
    const sheet = getComputedStyle(this.#panel).position === "absolute";
    const under = document.getElementById("stage")?.getBoundingClientRect().bottom ?? 0;
    const top = this.#panel.getBoundingClientRect().top;
    this.covers(sheet && !this.#panel.hidden ? Math.max(0, under - top) : 0);
  }

  #failure(error: unknown, url: string): HTMLElement {
    const again = el("button", { class: "button button-small" }, t("重试"));
    again.addEventListener("click", () => {
      this.#url = null;
      void this.show(url);
    });
    const text = error instanceof RequestFailed ? error.message : String(error);
    return el("div", { class: "notice notice-bad", role: "alert" }, el("p", {}, text), again);
  }
}

function skeleton(): HTMLElement {
  const lines = ["40%", "70%", "100%", "100%", "85%"].map((width) => el("span", { style: `width:${width}` }));
  return el("div", { class: "skeleton", role: "status", "aria-label": t("正在载入…") }, ...lines);
}
