/** Service centres, and the circles within which they serve. */

import type { FeatureLike } from "ol/Feature.js";
import { Circle, Fill, RegularShape, Stroke, Style, Text } from "ol/style.js";

import { COLOUR, font, zoomOf } from "./theme.ts";

const badge = new Style({
  image: new Circle({
    declutterMode: "obstacle",
    radius: 8.5,
    fill: new Fill({ color: COLOUR.venue }),
    stroke: new Stroke({ color: "#ffffff", width: 1.8 }),
  }),
  zIndex: 1,
});
const star = new Style({
  image: new RegularShape({ declutterMode: "none", points: 5, radius: 5.4, radius2: 2.3, fill: new Fill({ color: "#ffffff" }) }),
  zIndex: 2,
});
const small = new Style({
  image: new Circle({
    declutterMode: "obstacle",
    radius: 4.5,
    fill: new Fill({ color: COLOUR.venue }),
    stroke: new Stroke({ color: "#ffffff", width: 1.4 }),
  }),
});

export function venueStyle(nameOf: (feature: FeatureLike) => string) {
  return (feature: FeatureLike, resolution: number): Style[] => {
    const zoom = zoomOf(resolution);
    if (zoom < 13.4) return [small];
    if (zoom < 14.6) return [badge, star];
    const name = new Style({
      text: new Text({
        text: nameOf(feature),
        font: font(12, 500),
        offsetY: 19,
        fill: new Fill({ color: "#8c1d17" }),
        stroke: new Stroke({ color: COLOUR.halo, width: 3 }),
      }),
      zIndex: 3,
    });
    return [badge, star, name];
  };
}

const inner = new Style({
  fill: new Fill({ color: "rgba(179, 38, 30, 0.02)" }),
  stroke: new Stroke({ color: "rgba(179, 38, 30, 0.7)", width: 1.2 }),
});
const outer = new Style({ stroke: new Stroke({ color: "rgba(179, 38, 30, 0.32)", width: 1, lineDash: [4, 5] }) });

export function radiusStyle(feature: FeatureLike): Style {
  return feature.get("outer") ? outer : inner;
}
