/** Buildings, plain or painted by a scheme; the selected one stands out. */

import type { FeatureLike } from "ol/Feature.js";
import { Fill, Stroke, Style } from "ol/style.js";

import type { Scheme } from "../core/scheme.ts";
import { COLOUR, zoomOf } from "./theme.ts";

const cached = new Map<string, Style>();

export function buildingStyle(scheme: Scheme | null, selected: number | null) {
  const painted = scheme?.about === "buildings" ? scheme : null;
  return (feature: FeatureLike, resolution: number): Style => {
    if (selected !== null && feature.getId() === selected) return chosen;
    const at = painted?.ofBuilding(String(feature.get("u")), (feature.get("f") as number | undefined) ?? null) ?? null;
    const colour = at === null ? COLOUR.building : (painted?.classes[at]?.colour ?? COLOUR.building);
    return styleOf(colour, zoomOf(resolution) < 15 ? 0.4 : 0.8);
  };
}

const chosen = new Style({
  fill: new Fill({ color: COLOUR.selected }),
  stroke: new Stroke({ color: "#ffffff", width: 2 }),
  zIndex: 5,
});

function styleOf(colour: string, width: number): Style {
  const key = `${colour}/${width}`;
  const found =
    cached.get(key) ??
    new Style({
      fill: new Fill({ color: colour }),
      stroke: new Stroke({ color: COLOUR.buildingEdge, width }),
    });
  cached.set(key, found);
  return found;
}

export const cellStyle = new Style({ stroke: new Stroke({ color: "rgba(76, 90, 109, 0.55)", width: 0.7 }) });
