/** What the server's answers hold. Shares lie between 0 and 1, areas are in square metres. */

export type Level = "county" | "subdistrict" | "community" | "grid";

export interface Figures {
  households: number;
  estimated_households?: number;
  population: number | null;
  density: number | null;
  deviation: number;
  area_m2: number | null;
  mean_floors?: number | null;
}

export interface Named {
  id: string;
  name: string;
}

export interface UnitProperties {
  code: string;
  name: string;
  name_en: string;
  parent: Named | null;
  figures: Figures | null;
}

export interface SuggestedProperties {
  number: number;
  name: string;
  changed: boolean;
  community: Named | null;
  members: Named[];
  figures: Figures;
}

export interface Threshold {
  key: string;
  label: string;
  value: number;
  unit: string;
  source: string;
}

export interface County {
  code: string;
  name: string;
  name_en: string;
  edition: { number: number; in_force_from: string | null; note: string } | null;
  version: string;
  rule_set: { number: number; name: string; household_count: string; thresholds: Threshold[] } | null;
  extent: [number, number, number, number] | null;
  counts: { communities: number; grids: number; buildings: number; venues: number };
  may: { view_counts: boolean; view_draft: boolean; edit_draft: boolean };
}

export interface Found {
  kind: "community" | "grid" | "compound" | "venue" | "building" | "barrier";
  id: string | number;
  name: string;
  code: string;
  where: string;
  lon: number;
  lat: number;
  bbox: [number, number, number, number];
}

export interface Config {
  county: string;
  language: "zh" | "en";
  api: string;
  tiles: string;
  list: string;
  signIn: string;
  /** The edition the page shows where it is not the one in force. */
  edition?: number | null;
}

/** The value of one threshold of the county's rule set. */
export function limit(county: County, key: string): number | null {
  return county.rule_set?.thresholds.find((threshold) => threshold.key === key)?.value ?? null;
}
