/** The draft's units: fills whose neighbours differ, lines of grids and communities, names with
 * households, badges for what is locked or broken. */

import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { Fill, Stroke, Style } from "ol/style.js";

import { GRIDS } from "../../core/palettes.ts";
import { readUnits } from "../../map/sources.ts";
import { hatched } from "../../map/hatches.ts";
import type { UnitFeature } from "../../map/unit-style.ts";
import { standingIn } from "../panels/names.ts";
import { soon } from "../panels/soon.ts";
import type { GeoJSON, UnitLevel } from "../wire.ts";
import type { MapDesk } from "./material.ts";
import type { Rows } from "./rows.ts";
import { labelStyles } from "./unit-label.ts";
import { faultsOf } from "./unit-words.ts";

const LEVELS = ["grid", "community"] as const;

/** The levels' lines; the one worked on is the firmer. */
const LINES: Record<UnitLevel, Style[]> = {
  grid: [line("rgba(255,255,255,0.8)", 3.4, 1), line("#4c5a6d", 1.4, 2, [6, 3])],
  community: [line("rgba(255,255,255,0.85)", 5, 3), line("#2c3a4d", 2.4, 4)],
};
/** Round a unit that breaks a hard rule. */
export const BROKEN_COLOUR = "#a3231a";
export const BROKEN_DASH = [9, 4];
const BROKEN = [line("rgba(255,255,255,0.95)", 6.5, 5), line(BROKEN_COLOUR, 3.2, 6, BROKEN_DASH)];

function line(color: string, width: number, zIndex: number, lineDash?: number[]): Style {
  const dash = lineDash ? { lineDash } : {};
  return new Style({ stroke: new Stroke({ color, width, lineJoin: "round", lineCap: "butt", ...dash }), zIndex });
}

export class UnitLayers {
  readonly #desk: MapDesk;
  readonly #rows: Rows;
  readonly #sources: Record<UnitLevel, VectorSource>;
  readonly #fills: VectorLayer;
  readonly #broken: VectorLayer;
  readonly names: VectorLayer;
  readonly layers: VectorLayer[];

  constructor(desk: MapDesk, rows: Rows) {
    this.#desk = desk;
    this.#rows = rows;
    const source = () => new VectorSource({ wrapX: false });
    this.#sources = { grid: source(), community: source() };
    this.#fills = new VectorLayer({ opacity: 0.62, zIndex: 12, style: (feature) => this.#fill(feature as UnitFeature) });
    const lines = LEVELS.map((level, at) => {
      return new VectorLayer({ source: this.#sources[level], style: LINES[level], zIndex: 50 + at });
    });
    this.#broken = new VectorLayer({ zIndex: 53, style: (feature) => this.#marked(feature as UnitFeature) });
    const names = (feature: UnitFeature, resolution: number) => labelStyles(desk, feature, resolution);
    this.names = new VectorLayer({
      declutter: true,
      zIndex: 71,
      style: (feature, resolution) => names(feature as UnitFeature, resolution),
    });
    this.layers = [this.#fills, ...lines, this.#broken, this.names];
    this.#read([...desk.outlines.keys()]);
    this.#workOn();
    this.#listen();
  }

  #listen(): void {
    this.#desk.on("outlines", (numbers) => this.#read(numbers));
    this.#desk.on("level", () => this.#workOn());
    const redraw = soon(() => this.#redraw()); // the cells first: they are on the screen a frame earlier
    for (const event of ["state", "changed"] as const) this.#desk.on(event, redraw);
  }

  /** Take the outlines of these units as the draft has them now. */
  #read(numbers: readonly number[]): void {
    for (const number of numbers) {
      for (const level of LEVELS) {
        const old = this.#sources[level].getFeatureById(number);
        if (old && !Array.isArray(old)) this.#sources[level].removeFeature(old);
      }
    }
    const features = numbers.flatMap((number) => this.#desk.outlines.get(number) ?? []);
    const collection: GeoJSON = { type: "FeatureCollection", features: features.filter(({ geometry }) => geometry) };
    for (const feature of readUnits(collection)) {
      const level = this.#desk.unit(Number(feature.getId()))?.level ?? (feature.get("level") as UnitLevel);
      this.#sources[level].addFeature(feature);
    }
    this.#redraw();
  }

  #workOn(): void {
    const source = this.#sources[this.#desk.level];
    for (const layer of [this.#fills, this.#broken, this.names]) layer.setSource(source);
    this.#redraw();
  }

  #redraw(): void {
    for (const layer of [this.#fills, this.#broken, this.names]) layer.changed();
  }

  #fill(feature: UnitFeature): Style {
    const { level, facts } = this.#desk;
    const number = Number(feature.getId());
    const colour = GRIDS[this.#rows.colour(level, number) % GRIDS.length] as string;
    const figures = this.#desk.figures(number);
    const standing = figures ? standingIn(facts, level, figures) : undefined;
    return new Style({ fill: new Fill({ color: hatched(colour, standing) }) });
  }

  #marked(feature: UnitFeature): Style[] {
    return faultsOf(this.#desk, Number(feature.getId()), this.#desk.level).length ? BROKEN : [];
  }
}
