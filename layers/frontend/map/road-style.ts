/** Roads as roads (casing and surface by class), the railway, rivers and walls. */

import type { FeatureLike } from "ol/Feature.js";
import { Fill, Stroke, Style, Text } from "ol/style.js";

import { COLOUR, font, zoomOf } from "./theme.ts";

interface Road {
  surface: string;
  edge: string;
  /** Metres of carriageway, and the least width in pixels. */
  metres: number;
  least: number;
  order: number;
  nameFrom: number;
}

const ROADS: Record<string, Road> = {
  expressway: { surface: COLOUR.expressway, edge: COLOUR.expresswayEdge, metres: 30, least: 3.4, order: 8, nameFrom: 13 },
  arterial: { surface: COLOUR.mainRoad, edge: COLOUR.mainRoadEdge, metres: 24, least: 2.6, order: 6, nameFrom: 13 },
  collector: { surface: COLOUR.road, edge: COLOUR.roadEdge, metres: 15, least: 1.8, order: 4, nameFrom: 14.5 },
  local: { surface: COLOUR.road, edge: COLOUR.roadEdge, metres: 8, least: 1.2, order: 2, nameFrom: 16 },
};

const cached = new Map<string, Style[]>();

export function barrierStyle(feature: FeatureLike, resolution: number): Style[] {
  const kind = String(feature.get("c"));
  const zoom = zoomOf(resolution);
  const half = Math.round(zoom * 2) / 2;
  const key = `${kind}/${half}`;
  const lines = cached.get(key) ?? linesOf(kind, half);
  cached.set(key, lines);
  const name = feature.get("n") as string | undefined;
  const from = ROADS[kind]?.nameFrom ?? (kind === "wall" ? 99 : 13);
  return name && zoom >= from ? [...lines, nameStyle(kind, name)] : lines;
}

function linesOf(kind: string, zoom: number): Style[] {
  const road = ROADS[kind];
  if (road) return roadLines(road, zoom);
  if (kind === "railway") return railwayLines(zoom);
  if (kind === "wall") return [line(COLOUR.wall, 1.1, 1, [2, 2.5])];
  return [line(COLOUR.waterEdge, kind === "river" ? 2.4 : 1.4, 0)];
}

function roadLines(road: Road, zoom: number): Style[] {
  const width = Math.max(road.least, road.metres / (metresPerPixel(zoom) * 1.6));
  const edge = zoom < 13 ? 0.8 : 1.1;
  return [line(road.edge, width + 2 * edge, road.order), line(road.surface, width, road.order + 1)];
}

function railwayLines(zoom: number): Style[] {
  const width = zoom < 14 ? 2 : 3.2;
  return [line(COLOUR.railway, width, 10), line("#ffffff", width - 1.2, 11, [7, 7])];
}

function line(color: string, width: number, zIndex: number, lineDash?: number[]): Style {
  const dashed = lineDash ? { lineDash, lineCap: "butt" as const } : { lineCap: "round" as const };
  return new Style({ stroke: new Stroke({ color, width, lineJoin: "round", ...dashed }), zIndex });
}

/** At the latitude of the map it does not matter much: this only sets how wide roads look. */
function metresPerPixel(zoom: number): number {
  return 156_543 / 2 ** zoom / 1.23;
}

const names = new Map<string, Style>();

function nameStyle(kind: string, name: string): Style {
  const water = kind === "river" || kind === "canal";
  const key = `${kind}/${name}`;
  const found =
    names.get(key) ??
    new Style({
      text: new Text({
        text: name,
        font: water ? `italic ${font(12.5)}` : font(kind === "arterial" || kind === "expressway" ? 12 : 11),
        placement: "line",
        maxAngle: Math.PI / 5,
        repeat: 420,
        fill: new Fill({ color: water ? COLOUR.waterName : COLOUR.roadName }),
        stroke: new Stroke({ color: COLOUR.halo, width: 3 }),
      }),
      zIndex: 20,
    });
  names.set(key, found);
  return found;
}
