/** Everything the maps draw, loaded once and shared by the map of the present state and that of
 * the suggestion. */

import { createEmpty, extend, isEmpty, type Extent } from "ol/extent.js";
import Feature from "ol/Feature.js";
import GeoJSON from "ol/format/GeoJSON.js";
import MVT from "ol/format/MVT.js";
import MultiPolygon from "ol/geom/MultiPolygon.js";
import Polygon from "ol/geom/Polygon.js";
import type Point from "ol/geom/Point.js";
import { fromLonLat, toLonLat, transformExtent } from "ol/proj.js";
import VectorSource from "ol/source/Vector.js";
import VectorTileSource from "ol/source/VectorTile.js";
import { createXYZ } from "ol/tilegrid.js";

import { groundCircle } from "../core/ground-circle.ts";
import type { Level } from "../core/model.ts";
import type { UnitFeature } from "./unit-style.ts";

const DEEPEST = 18;

/** Tiles of 512 pixels halve the requests; lines and names want the zoom they were cut for. */
const TILES = {
  ground: { from: 8, size: 512 },
  compounds: { from: 14, size: 256 },
  barriers: { from: 10, size: 256 },
  buildings: { from: 14, size: 512 },
  cells: { from: 15, size: 512 },
} as const;

export type TileLayerName = keyof typeof TILES;
export const TILE_LAYERS = Object.keys(TILES) as TileLayerName[];

export type TileSources = Record<TileLayerName, VectorTileSource>;

export function tileSources(base: string, version: string): TileSources {
  const made = TILE_LAYERS.map((name) => {
    const { from, size } = TILES[name];
    const source = new VectorTileSource({
      format: new MVT({ layers: [name] }),
      url: `${base}/${name}/{z}/{x}/{y}.mvt?v=${encodeURIComponent(version)}`,
      tileGrid: createXYZ({ minZoom: from, maxZoom: DEEPEST, tileSize: size }),
      wrapX: false,
    });
    return [name, source] as const;
  });
  return Object.fromEntries(made) as TileSources;
}

const reader = new GeoJSON({ dataProjection: "EPSG:4326", featureProjection: "EPSG:3857" });

export function readUnits(answer: object): UnitFeature[] {
  return reader.readFeatures(answer) as UnitFeature[];
}

export type UnitSources = Record<Level, VectorSource>;

export function unitSources(): UnitSources {
  const empty = () => new VectorSource({ wrapX: false });
  return { county: empty(), subdistrict: empty(), community: empty(), grid: empty() };
}

/** Service circles around venues, radii in metres; the wider one is marked `outer`. */
export function radiusFeatures(venues: readonly UnitFeature[], near: number, far: number | null): Feature[] {
  const radii = [near, far].filter((radius): radius is number => radius !== null && radius > 0);
  return venues.flatMap((venue) => {
    const [lon, lat] = toLonLat((venue.getGeometry() as Point).getCoordinates());
    return radii.map((radius) => {
      const ring = groundCircle(lon as number, lat as number, radius).map((at) => fromLonLat(at));
      return new Feature({ geometry: new Polygon([ring]), outer: radius === far });
    });
  });
}

/** Everything around the county, so that it can be veiled. */
export function outsideOf(county: UnitFeature, extent: Extent): Feature {
  const [west, south, east, north] = extent as [number, number, number, number];
  const margin = Math.max(east - west, north - south) * 20;
  const frame = [
    [west - margin, south - margin],
    [east + margin, south - margin],
    [east + margin, north + margin],
    [west - margin, north + margin],
    [west - margin, south - margin],
  ];
  const geometry = county.getGeometry() as MultiPolygon | Polygon;
  const parts = geometry instanceof MultiPolygon ? geometry.getPolygons() : [geometry];
  const holes = parts.map((part) => (part.getCoordinates()[0] ?? []).slice().reverse());
  return new Feature(new Polygon([frame, ...holes]));
}

export function mapExtent(lonLat: readonly number[] | null): Extent | null {
  return lonLat ? transformExtent([...lonLat], "EPSG:4326", "EPSG:3857") : null;
}

/** The box around some features, null for none. */
export function boxOf(features: readonly UnitFeature[]): Extent | null {
  const box = createEmpty();
  for (const feature of features) {
    const geometry = feature.getGeometry();
    if (geometry) extend(box, geometry.getExtent());
  }
  return isEmpty(box) ? null : box;
}
