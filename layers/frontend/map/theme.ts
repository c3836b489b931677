/** Colours and type of the base map: calm, so that what is planned stands out. */

export const FONT = '"Noto Sans CJK SC","PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif';

export const COLOUR = {
  land: "#f7f5f0",
  outside: "rgba(228, 228, 223, 0.78)",
  water: "#b9d8e6",
  waterEdge: "#8dbbd0",
  waterName: "#35708c",
  green: "#d3e4c3",
  farmland: "#eceed9",
  square: "#ece7de",
  building: "#d9d2c6",
  buildingEdge: "#a79d8d",
  road: "#ffffff",
  roadEdge: "#c3bcb0",
  mainRoad: "#ffefc4",
  mainRoadEdge: "#cfae6c",
  expressway: "#fbd79c",
  expresswayEdge: "#c8913f",
  railway: "#6c6a67",
  wall: "#8b7f70",
  roadName: "#5b5346",
  compound: "#9a7b4f",
  ink: "#1d2733",
  boundary: "#2c3a4d",
  grid: "#4c5a6d",
  district: "#6a4a7d",
  districtBand: "rgba(140, 104, 160, 0.20)",
  halo: "rgba(255, 255, 255, 0.92)",
  venue: "#b3261e",
  radius: "#b3261e",
  selected: "#c2185b",
  changed: "#00695f",
} as const;

export function font(size: number, weight = 400): string {
  return `${weight} ${size}px ${FONT}`;
}

/** The zoom of a resolution in the web map's grid (metres per pixel at the equator). */
export function zoomOf(resolution: number): number {
  return Math.log2(156_543.033_928_041 / resolution);
}
