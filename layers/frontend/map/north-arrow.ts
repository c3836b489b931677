/** North is always up; the arrow says so. */

import Control from "ol/control/Control.js";

import { el } from "../core/dom.ts";
import { t } from "../core/words.ts";

export class NorthArrow extends Control {
  constructor() {
    const element = el("div", { class: "north ol-unselectable", role: "img", "aria-label": t("上方为北") });
    element.innerHTML =
      '<svg viewBox="0 0 24 32" aria-hidden="true" focusable="false"><path d="M12 9l7 20-7-5-7 5z"/><text x="12" y="8" text-anchor="middle">N</text></svg>';
    super({ element });
  }
}
