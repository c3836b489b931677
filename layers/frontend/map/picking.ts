/** What lies at a point of the map. */

import type Feature from "ol/Feature.js";
import type { FeatureLike } from "ol/Feature.js";
import type VectorSource from "ol/source/Vector.js";

import type { Plan } from "./plan.ts";

export type Picked = { kind: "building"; id: number } | { kind: "unit"; feature: Feature } | null;

/** The building at a pixel where buildings are drawn, else the unit of `units` there. */
export function pickAt(plan: Plan, pixel: number[], units: VectorSource): Picked {
  const building = plan.map.forEachFeatureAtPixel(pixel, (feature: FeatureLike) => feature.getId(), {
    layerFilter: (layer) => layer === plan.buildings,
  });
  if (typeof building === "number") return { kind: "building", id: building };
  const [feature] = units.getFeaturesAtCoordinate(plan.map.getCoordinateFromPixel(pixel));
  return feature ? { kind: "unit", feature } : null;
}
