/** Buttons of a page that show on its map the place they tell of; and what is folded, for print. */

import { byId } from "../core/dom.ts";

/** Have every button with a box in degrees (`data-box`) show it by `show`. */
export function wirePlaces(show: (box: number[]) => void): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-box]");
    const box = (button?.dataset["box"] ?? "").split(",").map(Number);
    if (!button || box.length !== 4 || box.some(Number.isNaN)) return;
    byId("maps").scrollIntoView({ block: "center" });
    show(box);
  });
}

/** What is folded cannot be read on paper. */
export function unfoldForPrint(): void {
  window.addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details")) one.open = true;
  });
}
