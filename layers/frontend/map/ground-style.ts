/** Water, green, squares and fields under the map; compounds as quiet outlines. */

import type { FeatureLike } from "ol/Feature.js";
import { Fill, Stroke, Style, Text } from "ol/style.js";

import { COLOUR, font, zoomOf } from "./theme.ts";

const STYLES: Record<string, Style> = {
  water: new Style({
    fill: new Fill({ color: COLOUR.water }),
    stroke: new Stroke({ color: COLOUR.waterEdge, width: 0.8 }),
    zIndex: 3,
  }),
  green: new Style({ fill: new Fill({ color: COLOUR.green }), zIndex: 2 }),
  square: new Style({ fill: new Fill({ color: COLOUR.square }), zIndex: 2 }),
  farmland: new Style({ fill: new Fill({ color: COLOUR.farmland }), zIndex: 1 }),
};

const placeName = named("#4a6b3a");

function named(colour: string): Style {
  return new Style({
    text: new Text({
      font: font(12),
      fill: new Fill({ color: colour }),
      stroke: new Stroke({ color: COLOUR.halo, width: 3 }),
    }),
  });
}

/** Water again, above the colours of the units, so that rivers stay rivers. */
export function waterStyle(feature: FeatureLike): Style | undefined {
  return feature.get("k") === "water" ? STYLES["water"] : undefined;
}

export function groundStyle(feature: FeatureLike, resolution: number): Style[] {
  const kind = String(feature.get("k"));
  const base = STYLES[kind];
  if (!base) return [];
  const name = feature.get("n") as string | undefined;
  if (!name || zoomOf(resolution) < 14.5 || kind === "water") return [base];
  placeName.getText()?.setText(name);
  return [base, placeName];
}

const compoundEdge = new Stroke({ color: COLOUR.compound, width: 1.1, lineDash: [6, 3] });
const compoundStyle = new Style({ stroke: compoundEdge });
const compoundNamed = new Style({
  stroke: compoundEdge,
  text: new Text({
    font: font(11.5),
    fill: new Fill({ color: "#6e5227" }),
    stroke: new Stroke({ color: COLOUR.halo, width: 3 }),
    overflow: false,
  }),
});

export function compoundsStyle(feature: FeatureLike, resolution: number): Style {
  const name = feature.get("n") as string | undefined;
  if (!name || zoomOf(resolution) < 15.6) return compoundStyle;
  compoundNamed.getText()?.setText(name);
  return compoundNamed;
}
