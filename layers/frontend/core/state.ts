/** What the map shows, kept in the address so that a link or the back button brings it back. */

export const COLOURINGS = ["households", "density", "deviation", "grid", "floors", "use"] as const;
export const MODES = ["present", "suggestion", "both"] as const;
export const LEVELS = ["community", "grid"] as const;

export type Colouring = (typeof COLOURINGS)[number];
export type Mode = (typeof MODES)[number];
export type UnitLevel = (typeof LEVELS)[number];

export interface MapView {
  lon: number;
  lat: number;
  zoom: number;
}

export interface State {
  by: Colouring;
  level: UnitLevel;
  unit: string | null;
  building: number | null;
  alternative: number | null;
  /** Chosen by the address alone: the server makes the page for it. */
  edition: number | null;
  suggested: number | null;
  mode: Mode;
  view: MapView | null;
}

export const START: State = {
  by: "households",
  level: "community",
  unit: null,
  building: null,
  alternative: null,
  edition: null,
  suggested: null,
  mode: "present",
  view: null,
};

/** The state an address names; what it does not name, or names wrongly, is as at the start. */
export function readAddress(search: string): State {
  const query = new URLSearchParams(search);
  const alternative = wholeNumber(query.get("alternative"));
  return {
    by: oneOf(COLOURINGS, query.get("by"), START.by),
    level: oneOf(LEVELS, query.get("level"), START.level),
    unit: /^[0-9a-f-]{36}$/.test(query.get("unit") ?? "") ? query.get("unit") : null,
    building: wholeNumber(query.get("building")),
    alternative,
    edition: wholeNumber(query.get("edition")),
    suggested: wholeNumber(query.get("suggested")),
    mode: alternative === null ? "present" : oneOf(MODES, query.get("mode"), "suggestion"),
    view: readView(query.get("view")),
  };
}

/** The address of a state, without what is as at the start. */
export function writeAddress(state: State): string {
  const query = new URLSearchParams();
  for (const key of ["by", "level", "unit", "building", "alternative", "edition", "suggested"] as const) {
    const value = state[key];
    if (value !== null && value !== START[key]) query.set(key, String(value));
  }
  if (state.alternative !== null) query.set("mode", state.mode);
  if (state.view) {
    const { lon, lat, zoom } = state.view;
    query.set("view", `${lon.toFixed(5)},${lat.toFixed(5)},${zoom.toFixed(2)}`);
  }
  return query.toString();
}

function readView(text: string | null): MapView | null {
  const parts = (text ?? "").split(",").map(Number);
  const [lon, lat, zoom] = parts;
  if (lon === undefined || lat === undefined || zoom === undefined || parts.length !== 3) return null;
  const sane = Math.abs(lon) <= 180 && Math.abs(lat) <= 85 && zoom >= 0 && zoom <= 24;
  return sane ? { lon, lat, zoom } : null;
}

function oneOf<T extends string>(allowed: readonly T[], asked: string | null, otherwise: T): T {
  return allowed.find((value) => value === asked) ?? otherwise;
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
