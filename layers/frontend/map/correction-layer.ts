/** Reported faults of the data as pins: those still to be answered, with what is said to be wrong. */

import type { FeatureLike } from "ol/Feature.js";
import VectorLayer from "ol/layer/Vector.js";
import type OlMap from "ol/Map.js";
import VectorSource from "ol/source/Vector.js";
import { Circle, Fill, Stroke, Style, Text } from "ol/style.js";

import { getJson } from "../core/requests.ts";
import { readUnits } from "./sources.ts";
import { COLOUR, font, zoomOf } from "./theme.ts";

const INK = "#8a1250";
const TOLD_FROM = 16;

const badge = new Style({
  image: new Circle({ radius: 9, fill: new Fill({ color: "#ffffff" }), stroke: new Stroke({ color: INK, width: 2.4 }) }),
  text: new Text({ text: "!", font: font(13, 700), fill: new Fill({ color: INK }), offsetY: 1 }),
});

export class CorrectionLayer extends VectorLayer<VectorSource> {
  constructor() {
    super({ source: new VectorSource({ wrapX: false }), style: pinStyle, zIndex: 75 });
  }

  /** The open reports of a county, as far as the reader sees them. */
  async load(api: string, county: string): Promise<void> {
    const found = readUnits(await getJson<object>(`${api}/counties/${county}/corrections`));
    this.getSource()?.clear();
    this.getSource()?.addFeatures(found);
  }

  /** The report at a pixel: its key, null for none. */
  at(map: OlMap, pixel: number[]): string | null {
    const found = map.forEachFeatureAtPixel(pixel, (feature) => feature.getId(), { layerFilter: (layer) => layer === this });
    return found === undefined ? null : String(found);
  }
}

function pinStyle(feature: FeatureLike, resolution: number): Style[] {
  if (zoomOf(resolution) < TOLD_FROM) return [badge];
  const said = [feature.get("fault"), feature.get("what"), feature.get("text")].filter(Boolean).join(" · ");
  const text = new Text({
    text: said.length > 24 ? `${said.slice(0, 23)}…` : said,
    font: font(12, 500),
    textAlign: "left",
    offsetX: 14,
    fill: new Fill({ color: INK }),
    stroke: new Stroke({ color: COLOUR.halo, width: 3 }),
  });
  return [badge, new Style({ text })];
}
