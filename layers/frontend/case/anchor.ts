/** What a comment is pinned to while it is written: the whole case, a unit, a point, a shape. */

export type Mode = "whole" | "unit" | "point" | "shape";
export type Spot = readonly [number, number];

export interface Anchor {
  readonly mode: Mode;
  /** Longitude and latitude of what has been set so far, in degrees. */
  readonly spots: readonly Spot[];
  readonly unit: string;
}

export const NOWHERE: Anchor = { mode: "whole", spots: [], unit: "" };
export const MOST_SPOTS = 200;
const DIGITS = 7; // a centimetre

export function choose(mode: Mode): Anchor {
  return { mode, spots: [], unit: "" };
}

/** The anchor after somebody pointed at a spot, on a unit or on none. */
export function place(anchor: Anchor, spot: Spot, unit: string): Anchor {
  if (anchor.mode === "unit") return unit ? { ...anchor, unit } : anchor;
  if (anchor.mode === "point") return { ...anchor, spots: [spot] };
  if (anchor.mode === "shape" && anchor.spots.length < MOST_SPOTS && !same(anchor.spots[anchor.spots.length - 1], spot)) {
    return { ...anchor, spots: [...anchor.spots, spot] };
  }
  return anchor;
}

export function stepBack(anchor: Anchor): Anchor {
  return { ...anchor, spots: anchor.spots.slice(0, -1) };
}

/** As GeoJSON, "" where there is no place: a point, from two spots a line, from three a polygon. */
export function geometryOf(anchor: Anchor): string {
  const spots = anchor.spots.map(([lon, lat]) => [round(lon), round(lat)]);
  if (anchor.mode === "point" && spots[0]) return JSON.stringify({ type: "Point", coordinates: spots[0] });
  if (anchor.mode !== "shape" || spots.length < 2) return "";
  if (spots.length === 2) return JSON.stringify({ type: "LineString", coordinates: spots });
  return JSON.stringify({ type: "Polygon", coordinates: [[...spots, spots[0]]] });
}

/** The anchor that a form was sent with, so that a refused one is not lost. */
export function anchorOf(geometry: string, unit: string): Anchor {
  if (unit) return { mode: "unit", spots: [], unit };
  if (!geometry) return NOWHERE;
  const read = JSON.parse(geometry) as { type: string; coordinates: unknown };
  if (read.type === "Point") return { mode: "point", spots: [read.coordinates as Spot], unit: "" };
  if (read.type === "LineString") return { mode: "shape", spots: read.coordinates as Spot[], unit: "" };
  return { mode: "shape", spots: (read.coordinates as Spot[][])[0]?.slice(0, -1) ?? [], unit: "" };
}

function same(one: Spot | undefined, other: Spot): boolean {
  return one !== undefined && one[0] === other[0] && one[1] === other[1];
}

function round(degrees: number): number {
  return Number(degrees.toFixed(DIGITS));
}
