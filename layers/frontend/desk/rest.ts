/** Waiting between two requests: it ends early when the page is woken, seen again or online. */

import type { Rest } from "./queue.ts";

export class PageRest implements Rest {
  #end: (() => void) | null = null;

  constructor() {
    window.addEventListener("online", () => this.wake());
    document.addEventListener("visibilitychange", () => !this.hidden && this.wake());
  }

  get hidden(): boolean {
    return document.hidden;
  }

  rest(milliseconds: number): Promise<void> {
    return new Promise((done) => {
      const timer = window.setTimeout(() => this.wake(), milliseconds);
      this.#end = () => {
        window.clearTimeout(timer);
        done();
      };
    });
  }

  wake(): void {
    this.#end?.();
    this.#end = null;
  }
}
