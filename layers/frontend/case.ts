/** The page of a case: a comment is pinned by pointing at its picture. It works without this too:
 * the form then speaks of the whole proposal or of a unit chosen from the list. */

import { type Anchor, anchorOf, choose, geometryOf, type Mode, place, stepBack } from "./case/anchor.ts";
import { CaseMap } from "./case/case-map.ts";
import { byId } from "./core/dom.ts";

const form = document.getElementById("comment-form") as HTMLFormElement | null;
const svg = document.querySelector<SVGSVGElement>("svg.case-picture");

function open(form: HTMLFormElement, svg: SVGSVGElement): void {
  const geometry = byId<HTMLInputElement>("comment-geometry");
  const unit = byId<HTMLSelectElement>("comment-unit");
  const status = byId("comment-where");
  let anchor = restored(geometry, unit);

  const map = new CaseMap(
    byId("case-map"),
    svg,
    (spot, under) => set(place(anchor, spot, nameOf(unit, under) ? under : "")),
    (under) => (byId("case-under").textContent = nameOf(unit, under)),
  );

  const set = (next: Anchor): void => {
    anchor = next;
    geometry.value = geometryOf(anchor);
    unit.value = anchor.unit;
    byId("comment-unit-field").hidden = anchor.mode !== "unit";
    byId("comment-back").hidden = anchor.mode !== "shape" || anchor.spots.length === 0;
    status.textContent = said(status, anchor, nameOf(unit, anchor.unit));
    for (const radio of form.querySelectorAll<HTMLInputElement>("input[name=anchor]")) {
      radio.checked = radio.value === anchor.mode;
    }
    map.show(anchor);
  };

  form.addEventListener("change", (event) => {
    const target = event.target as HTMLInputElement;
    if (target.name === "anchor") set(choose(target.value as Mode));
    if (target.id === unit.id) set({ mode: "unit", spots: [], unit: unit.value });
  });
  byId("comment-back").addEventListener("click", () => set(stepBack(anchor)));
  byId("case-closer").addEventListener("click", () => map.zoomBy(0.5));
  byId("case-farther").addEventListener("click", () => map.zoomBy(2));
  byId("case-whole").addEventListener("click", () => map.seeAll());
  for (const hidden of document.querySelectorAll<HTMLElement>("[data-scripted]")) hidden.hidden = false;
  set(anchor);
  document.documentElement.dataset["caseReady"] = "yes";
}

function restored(geometry: HTMLInputElement, unit: HTMLSelectElement): Anchor {
  try {
    return anchorOf(geometry.value, unit.value);
  } catch {
    return choose("whole"); // what was sent was no geometry
  }
}

/** The name of a unit of the list, "" for none. */
function nameOf(unit: HTMLSelectElement, number: string): string {
  return number ? ([...unit.options].find((one) => one.value === number)?.text ?? "") : "";
}

/** Where the comment will be, from the sentences the page has for it. */
function said(status: HTMLElement, anchor: Anchor, name: string): string {
  if (anchor.mode === "unit" && name) return `${status.dataset["unit"]}${name}`;
  const placed = anchor.mode === "point" ? anchor.spots.length > 0 : anchor.spots.length > 1;
  const key = anchor.mode === "whole" ? "whole" : placed ? `${anchor.mode}Set` : `${anchor.mode}Ask`;
  return status.dataset[key] ?? "";
}

if (form && svg) open(form, svg);
