/** The table's two views: cells to choose, units to manage. */

import { byId } from "../../core/dom.ts";

export function setUpViews(): void {
  const buttons = [byId("view-cells"), byId("view-units")];
  for (const chosen of buttons) {
    chosen.addEventListener("click", () => {
      for (const button of buttons) {
        button.setAttribute("aria-pressed", String(button === chosen));
        byId(button.getAttribute("aria-controls") ?? "").hidden = button !== chosen;
      }
    });
  }
}
