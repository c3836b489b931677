/** What is known of the county: loaded piece by piece, each of which may fail and be retried. */

import type { Extent } from "ol/extent.js";
import VectorSource from "ol/source/Vector.js";

import { asOf } from "../core/as-of.ts";
import { coloursFor, type Area } from "../core/neighbour-colours.ts";
import { limit, type Config, type County, type Figures, type Level } from "../core/model.ts";
import { getJson } from "../core/requests.ts";
import { GRIDS } from "../core/palettes.ts";
import { boxOf, mapExtent, outsideOf, radiusFeatures, readUnits, tileSources, unitSources, type TileSources } from "./sources.ts";
import { figuresOf, type UnitFeature } from "./unit-style.ts";

export interface Alternative {
  id: number;
  kind: "merge" | "divide";
}

export class World {
  readonly units = unitSources();
  readonly suggested = new VectorSource({ wrapX: false });
  readonly outside = new VectorSource({ wrapX: false });
  readonly venues = new VectorSource({ wrapX: false });
  readonly radii = new VectorSource({ wrapX: false });
  readonly tiles: TileSources;
  readonly extent: Extent;
  alternative: Alternative | null = null;
  colours: ReadonlyMap<string, number> = new Map();
  suggestedColours: ReadonlyMap<string, number> = new Map();

  constructor(
    readonly config: Config,
    readonly county: County,
  ) {
    this.tiles = tileSources(config.tiles, county.version);
    this.extent = mapExtent(county.extent) ?? [0, 0, 1, 1];
  }

  static async open(config: Config): Promise<World> {
    return new World(config, await getJson<County>(asOf(`${config.api}/counties/${config.county}`, config.edition ?? null)));
  }

  async loadUnits(level: Level): Promise<void> {
    const features = readUnits(await getJson<object>(this.#url(`units?level=${level}`)));
    this.units[level].clear();
    this.units[level].addFeatures(features);
    const [county] = features;
    if (level === "county" && county) {
      this.outside.clear();
      this.outside.addFeature(outsideOf(county, this.extent));
    }
    if (level === "grid") this.colours = colourNumbers(features);
  }

  async loadVenues(): Promise<void> {
    const venues = readUnits(await getJson<object>(this.#url("venues")));
    const near = limit(this.county, "service_radius_m") ?? 0;
    this.venues.clear();
    this.venues.addFeatures(venues);
    this.radii.clear();
    this.radii.addFeatures(radiusFeatures(venues, near, limit(this.county, "service_radius_outer_m")));
  }

  /** The units of one alternative, or none for null. */
  async loadAlternative(id: number | null): Promise<void> {
    if (id === null) {
      this.alternative = null;
      this.suggested.clear();
      return;
    }
    const base = `${this.config.api}/alternatives/${id}`;
    const [facts, units] = await Promise.all([getJson<Alternative>(base), getJson<object>(`${base}/units`)]);
    const features = readUnits(units);
    this.alternative = facts;
    this.suggested.clear();
    this.suggested.addFeatures(features);
    this.suggestedColours = colourNumbers(features);
  }

  figures(source: VectorSource): (Figures | null)[] {
    return source.getFeatures().map((feature) => figuresOf(feature));
  }

  /** A unit of any level by its permanent key. */
  unit(key: string): UnitFeature | null {
    for (const source of Object.values(this.units)) {
      const found = source.getFeatureById(key);
      if (found) return found as UnitFeature;
    }
    return null;
  }

  box(keys: readonly string[]): Extent | null {
    return boxOf(keys.map((key) => this.unit(key)).filter((one): one is UnitFeature => one !== null));
  }

  /** The box around the suggested units that differ from the present state, or around all. */
  suggestedBox(): Extent | null {
    const all = this.suggested.getFeatures();
    const changed = all.filter((feature) => feature.get("changed"));
    return boxOf(changed.length ? changed : all);
  }

  #url(what: string): string {
    return asOf(`${this.config.api}/counties/${this.config.county}/${what}`, this.config.edition ?? null);
  }
}

function colourNumbers(features: readonly UnitFeature[]): ReadonlyMap<string, number> {
  return coloursFor(features.map(areaOf), GRIDS.length);
}

export function areaOf(feature: UnitFeature): Area {
  const geometry = feature.getGeometry() as { getFlatCoordinates(): number[]; getStride(): number } | undefined;
  const flat = geometry?.getFlatCoordinates() ?? [];
  const stride = geometry?.getStride() ?? 2;
  const points: number[][] = [];
  for (let at = 0; at < flat.length; at += stride) points.push([flat[at] as number, flat[at + 1] as number]);
  return { id: String(feature.getId()), points };
}
