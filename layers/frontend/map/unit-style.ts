/** Communities, grids and their parents: fills by a scheme, lines by level, names with a halo. */

import type Feature from "ol/Feature.js";
import type Geometry from "ol/geom/Geometry.js";
import type MultiPolygon from "ol/geom/MultiPolygon.js";
import Point from "ol/geom/Point.js";
import type Polygon from "ol/geom/Polygon.js";
import type VectorSource from "ol/source/Vector.js";
import { Fill, Stroke, Style, Text } from "ol/style.js";

import type { Figures } from "../core/model.ts";
import type { Scheme } from "../core/scheme.ts";
import { UNKNOWN } from "../core/palettes.ts";
import { hatched } from "./hatches.ts";
import { COLOUR, font, zoomOf } from "./theme.ts";

export type UnitFeature = Feature<Geometry>;

export function figuresOf(feature: UnitFeature): Figures | null {
  return (feature.get("figures") as Figures | null | undefined) ?? null;
}

/** The fill of a unit; nothing where the scheme paints buildings. */
export function fillStyle(scheme: Scheme | null) {
  return (feature: UnitFeature): Style | undefined => {
    if (scheme?.about !== "units") return undefined;
    const at = scheme.ofUnit(figuresOf(feature), String(feature.getId()));
    const paint = at === null ? null : scheme.classes[at];
    return new Style({ fill: new Fill({ color: hatched(paint?.colour ?? UNKNOWN, paint?.standing) }) });
  };
}

const LINES: Record<string, Style[]> = {
  county: [
    stroke(COLOUR.districtBand, 11, 1),
    stroke(COLOUR.district, 2.8, 8, [14, 4, 2, 4]),
  ],
  subdistrict: [stroke(COLOUR.districtBand, 6, 1), stroke(COLOUR.district, 2, 7, [9, 4])],
  community: [stroke("rgba(255,255,255,0.85)", 4, 3), stroke(COLOUR.boundary, 1.9, 6)],
  grid: [stroke("rgba(255,255,255,0.7)", 2.6, 2), stroke(COLOUR.grid, 1.1, 4, [5, 3])],
};

function stroke(color: string, width: number, zIndex: number, lineDash?: number[]): Style {
  const dash = lineDash ? { lineDash } : {};
  return new Style({ stroke: new Stroke({ color, width, lineJoin: "round", lineCap: "butt", ...dash }), zIndex });
}

export function lineStyle(level: string): Style[] {
  return LINES[level] ?? [];
}

export const selectedStyle = [
  stroke("rgba(255,255,255,0.95)", 7, 20),
  stroke(COLOUR.selected, 3.4, 21),
];

/** A unit that the suggestion changes: a firm line, and its label says so. */
export function suggestedLines(changed: boolean): Style[] {
  if (!changed) return lineStyle("community");
  return [stroke("rgba(255,255,255,0.9)", 5.6, 9), stroke(COLOUR.changed, 3, 10)];
}

/** Where a unit's name stands: inside its largest part. */
export function labelPoint(feature: UnitFeature): Point | undefined {
  const kept = feature.get("labelPoint") as Point | undefined;
  if (kept) return kept;
  const geometry = feature.getGeometry();
  if (!geometry) return undefined;
  const parts = geometry.getType() === "MultiPolygon" ? (geometry as MultiPolygon).getPolygons() : [geometry as Polygon];
  const largest = parts.reduce((best, part) => (part.getArea() > best.getArea() ? part : best));
  const [x, y] = largest.getInteriorPoint().getCoordinates();
  const point = new Point([x ?? 0, y ?? 0]);
  feature.set("labelPoint", point, true);
  return point;
}

export interface LabelWish {
  text: (feature: UnitFeature) => string;
  size: number;
  weight: number;
  colour: string;
  from: number;
  below?: number;
}

/** Pixels to move a label up or down so that no venue's mark lies under it. */
function dodge(label: Point, marks: VectorSource, resolution: number): number {
  const [x = 0, y = 0] = label.getCoordinates();
  const near = [x - REACH.x * resolution, y - REACH.y * resolution, x + REACH.x * resolution, y + REACH.y * resolution];
  const [mark] = marks.getFeaturesInExtent(near);
  const at = (mark?.getGeometry() as Point | undefined)?.getCoordinates();
  if (!at) return 0;
  const above = (y - (at[1] ?? 0)) / resolution;
  return above >= 0 ? above - REACH.y : above + REACH.y;
}

/** How near a venue's mark may come to the middle of a label, in pixels. */
const REACH = { x: 64, y: 30 };

export function labelStyle(wish: LabelWish, scheme: Scheme | null, marks: VectorSource) {
  return (feature: UnitFeature, resolution: number): Style | undefined => {
    const zoom = zoomOf(resolution);
    if (zoom < wish.from || (wish.below !== undefined && zoom >= wish.below)) return undefined;
    const point = labelPoint(feature);
    if (!point) return undefined;
    const value = zoom >= wish.from + 0.4 ? (scheme?.label(figuresOf(feature)) ?? "") : "";
    const text = labelText(wish, wish.text(feature), value);
    text.setOffsetY(dodge(point, marks, resolution));
    return new Style({ geometry: point, text });
  };
}

function labelText(wish: LabelWish, name: string, value: string): Text {
  const main = font(wish.size, wish.weight);
  const rich = name.split("＋").flatMap((line, at) => (at ? ["\n", "", `＋${line}`, main] : [line, main]));
  if (value) rich.push("\n", "", value, font(wish.size - 1.5));
  return new Text({
    text: rich,
    fill: new Fill({ color: wish.colour }),
    stroke: new Stroke({ color: COLOUR.halo, width: 3.5 }),
    overflow: true,
    padding: [2, 4, 2, 4],
  });
}
