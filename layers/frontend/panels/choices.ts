/** The controls of colouring and comparing, in step with the state both ways. */

import { byId } from "../core/dom.ts";
import type { Colouring, Mode, State, UnitLevel } from "../core/state.ts";
import type { Store } from "../core/store.ts";

const modes = () => [...byId("compare-bar").querySelectorAll<HTMLElement>("[data-mode]")];

export function wireChoices(store: Store): void {
  const by = byId<HTMLSelectElement>("colour-by");
  const level = byId<HTMLSelectElement>("level");
  by.addEventListener("change", () => store.set({ by: by.value as Colouring }));
  level.addEventListener("change", () => store.set({ level: level.value as UnitLevel }));
  for (const button of modes()) {
    button.addEventListener("click", () => store.set({ mode: button.dataset["mode"] as Mode }));
  }
}

wireChoices.show = (state: State): void => {
  byId<HTMLSelectElement>("colour-by").value = state.by;
  byId<HTMLSelectElement>("level").value = state.level;
  byId("unit-level").hidden = !["households", "density", "deviation"].includes(state.by);
  for (const button of modes()) button.setAttribute("aria-pressed", String(button.dataset["mode"] === state.mode));
};
