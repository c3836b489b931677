/** The map of the present state and that of the suggestion: one view, repainted together. */

import type { Extent } from "ol/extent.js";
import VectorLayer from "ol/layer/Vector.js";
import { fromLonLat, toLonLat } from "ol/proj.js";
import type VectorSource from "ol/source/Vector.js";
import View from "ol/View.js";

import { byId } from "../core/dom.ts";
import { limit } from "../core/model.ts";
import { schemeFor, type Bounds, type Scheme } from "../core/scheme.ts";
import type { Mode, State, UnitLevel } from "../core/state.ts";
import { communityLabel, gridLabel, namingIn, suggestedLabel } from "./labels.ts";
import { Plan, type Paint, type Shared, type Switch } from "./plan.ts";
import { figuresOf, labelPoint, lineStyle, suggestedLines, type UnitFeature } from "./unit-style.ts";
import type { World } from "./world.ts";

const BUILDINGS_FROM = 14;
const CLOSEST = 20;

export class Stage {
  readonly view: View;
  readonly present: Plan;
  readonly suggestion: Plan;
  readonly #world: World;
  readonly #naming;

  constructor(world: World, state: State) {
    this.#world = world;
    this.#naming = namingIn(world.config.language);
    this.view = makeView(world, state);
    const shared: Shared = { ...world, nameOf: this.#naming };
    shared.tiles = world.tiles;
    this.present = new Plan(byId("map-present"), this.view, shared, null);
    this.suggestion = new Plan(byId("map-suggestion"), this.view, shared, suggestionLines(world.suggested));
    if (!state.view) this.fitCounty();
  }

  get plans(): Plan[] {
    return [this.present, this.suggestion];
  }

  /** The maps that are to be seen now. */
  get shownPlans(): Plan[] {
    return this.plans.filter((plan) => !(plan.map.getTargetElement() as HTMLElement).hidden);
  }

  /** The level whose figures are painted. */
  level(state: State): UnitLevel {
    return state.by === "grid" ? "grid" : state.level;
  }

  scheme(state: State): Scheme {
    const { units, suggested, alternative, colours } = this.#world;
    const level = this.level(state);
    const compared = alternative && suggestedLevel(alternative.kind) === level ? this.#world.figures(suggested) : [];
    const figures = [...this.#world.figures(units[level]), ...compared];
    return schemeFor(state.by, { figures, bounds: this.#bounds(level), colours });
  }

  repaint(state: State): void {
    const scheme = this.scheme(state);
    this.present.repaint(this.#presentPaint(state, scheme));
    if (this.#world.alternative) this.suggestion.repaint(this.#suggestionPaint(state, scheme));
  }

  show(name: Switch, shown: boolean): void {
    for (const plan of this.plans) plan.show(name, shown);
  }

  setMode(mode: Mode): void {
    for (const id of ["workspace", "maps"]) byId(id).dataset["mode"] = mode;
    byId("map-present").hidden = mode === "suggestion";
    byId("map-suggestion").hidden = mode === "present";
    this.resize();
  }

  resize(): void {
    for (const plan of this.plans) plan.map.updateSize();
  }

  fit(extent: Extent | null, closest = 16.5): void {
    if (!extent) return;
    const [width = 0] = this.present.map.getSize() ?? this.suggestion.map.getSize() ?? [0];
    const edge = width < 500 ? 14 : 48;
    this.view.fit(extent, { padding: [edge, edge, edge, edge], maxZoom: closest, duration: this.#duration() });
  }

  /** Leave room for the sheet that covers the lower part of the map on a phone. */
  makeRoom(below: number): void {
    this.resize();
    const padding = below ? [60, 0, below, 0] : [0, 0, 0, 0];
    // setting it, even to what it is, stops a movement under way
    if (String(padding) !== String(this.view.padding ?? [0, 0, 0, 0])) this.view.padding = padding;
  }

  /** Bring a unit into view where it is hidden, without changing the scale. */
  reveal(feature: UnitFeature | null): void {
    const at = feature ? labelPoint(feature)?.getCoordinates() : undefined;
    const pixel = at ? this.present.map.getPixelFromCoordinate(at) : null;
    const [width = 0, height = 0] = this.present.map.getSize() ?? [0, 0];
    const [above = 0, , below = 0] = this.view.padding ?? [0, 0, 0, 0];
    if (!at || !pixel) return;
    const [x = 0, y = 0] = pixel;
    if (x < 0 || x > width || y < above || y > height - below) this.view.animate({ center: at, duration: this.#duration() });
  }

  #duration(): number {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 250;
  }

  fitCounty(): void {
    this.present.map.updateSize();
    const size = this.present.map.getSize() ?? [800, 600];
    this.view.fit(this.#world.extent, { size, padding: [24, 24, 40, 24], maxZoom: 16 });
  }

  zoomToBuildings(): void {
    this.view.setZoom(Math.max(this.view.getZoom() ?? 0, BUILDINGS_FROM + 1));
  }

  showsBuildings(): boolean {
    return (this.view.getZoom() ?? 0) >= BUILDINGS_FROM;
  }

  center(): { lon: number; lat: number; zoom: number } {
    const [lon, lat] = toLonLat(this.view.getCenter() ?? [0, 0]);
    return { lon: lon as number, lat: lat as number, zoom: this.view.getZoom() ?? 0 };
  }

  #bounds(level: UnitLevel): Bounds | null {
    const least = limit(this.#world.county, `${level}.min_households`);
    const most = limit(this.#world.county, `${level}.max_households`);
    return least === null || most === null ? null : { least, most };
  }

  #presentPaint(state: State, scheme: Scheme): Paint {
    const { units } = this.#world;
    const level = this.level(state);
    const labels = [{ source: units.community, wish: communityLabel(this.#naming), values: level === "community" }];
    if (level === "grid") labels.push({ source: units.grid, wish: gridLabel(this.#naming), values: true });
    return {
      scheme,
      fills: units[level],
      selected: state.unit ? this.#world.unit(state.unit) : null,
      building: state.building,
      labels,
      lines: {
        county: lineStyle("county"),
        subdistrict: lineStyle("subdistrict"),
        community: lineStyle("community"),
        grid: lineStyle("grid"),
      },
    };
  }

  #suggestionPaint(state: State, scheme: Scheme): Paint {
    const { suggested, suggestedColours, units } = this.#world;
    const kind = this.#world.alternative?.kind ?? "merge";
    const labels = [{ source: suggested, wish: suggestedLabel(kind), values: true }];
    if (kind === "divide") {
      labels.unshift({ source: units.community, wish: communityLabel(this.#naming), values: false });
    }
    const colours = { ofUnit: (_: unknown, key: string) => suggestedColours.get(key) ?? 0 };
    return {
      scheme: state.by === "grid" ? { ...scheme, ...colours } : scheme,
      fills: suggested,
      selected: this.#selectedInSuggestion(state),
      building: state.building,
      labels,
      lines: {
        county: lineStyle("county"),
        subdistrict: lineStyle("subdistrict"),
        community: kind === "merge" ? lineStyle("grid") : lineStyle("community"),
        grid: null,
      },
    };
  }

  #selectedInSuggestion(state: State): UnitFeature | null {
    if (state.suggested === null) return null;
    return this.#world.suggested.getFeatureById(state.suggested) as UnitFeature | null;
  }
}

export function suggestedLevel(kind: "merge" | "divide"): UnitLevel {
  return kind === "merge" ? "community" : "grid";
}

/** How many units are in each class of a scheme, and how many nothing is known of. */
export function countClasses(scheme: Scheme, source: VectorSource): { counts: number[]; unknown: number } {
  const counts = scheme.classes.map(() => 0);
  let unknown = 0;
  for (const feature of source.getFeatures()) {
    const at = scheme.ofUnit(figuresOf(feature), String(feature.getId()));
    if (at === null) unknown++;
    else counts[at] = (counts[at] ?? 0) + 1;
  }
  return { counts, unknown };
}

function makeView(world: World, state: State): View {
  const at = state.view;
  const [west, south, east, north] = world.extent as [number, number, number, number];
  const spare = Math.max(east - west, north - south);
  return new View({
    center: at ? fromLonLat([at.lon, at.lat]) : [(west + east) / 2, (south + north) / 2],
    zoom: at?.zoom ?? 12,
    minZoom: 6,
    maxZoom: CLOSEST,
    enableRotation: false,
    extent: [west - spare, south - spare, east + spare, north + spare],
    showFullExtent: true,
  });
}

function suggestionLines(source: VectorSource): VectorLayer {
  return new VectorLayer({ source, style: (feature) => suggestedLines(Boolean(feature.get("changed"))), zIndex: 54 });
}
