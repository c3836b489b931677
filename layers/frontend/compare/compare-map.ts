/** The two maps: the earlier state below or left, the later one above or right, moving together. */

import VectorLayer from "ol/layer/Vector.js";
import { transformExtent } from "ol/proj.js";
import VectorSource from "ol/source/Vector.js";
import { Fill, Stroke, Style } from "ol/style.js";
import View from "ol/View.js";

import { byId } from "../core/dom.ts";
import { limit } from "../core/model.ts";
import { coloursFor } from "../core/neighbour-colours.ts";
import { GRIDS } from "../core/palettes.ts";
import { schemeFor, type Scheme } from "../core/scheme.ts";
import { communityLabel, gridLabel, namingIn } from "../map/labels.ts";
import { Plan, type Paint, type Shared } from "../map/plan.ts";
import { COLOUR } from "../map/theme.ts";
import { lineStyle } from "../map/unit-style.ts";
import { areaOf, type World } from "../map/world.ts";
import { movedHatch } from "./moved-hatch.ts";
import { figuresOfBoth, type Side, type Sides } from "./sides.ts";

export interface Look {
  by: "deviation" | "households" | "density" | "grid";
  level: "community" | "grid";
}

export class CompareMap {
  readonly #view: View;
  readonly #plans: readonly [Plan, Plan];
  readonly #naming;

  constructor(
    readonly world: World,
    readonly sides: Sides,
  ) {
    this.#naming = namingIn(world.config.language);
    this.#view = viewOf(world);
    this.#plans = [this.#plan("map-before", sides.before), this.#plan("map-after", sides.after)];
    this.#watch();
  }

  paint(look: Look): void {
    const sides = [this.sides.before, this.sides.after] as const;
    this.#plans.forEach((plan, at) => plan.repaint(this.#paint(sides[at] as Side, look)));
  }

  resize(): void {
    for (const plan of this.#plans) plan.map.updateSize();
  }

  /** Begin at what moved, or at the whole where nothing did. */
  fitMoved(): void {
    this.resize();
    const size = this.#plans[0].map.getSize() ?? [800, 600];
    const { moved, after } = this.sides;
    const place = after.units.community.getExtent() ?? this.world.extent;
    this.#view.fit((moved.isEmpty() ? null : moved.getExtent()) ?? place, { size, padding: [60, 60, 60, 60], maxZoom: 16 });
  }

  /** Show the place inside a box in degrees: west, south, east, north. */
  fitBox(box: number[]): void {
    const size = this.#plans[0].map.getSize() ?? [800, 600];
    const extent = transformExtent(box, "EPSG:4326", "EPSG:3857");
    this.#view.fit(extent, { size, padding: [60, 60, 60, 60], maxZoom: 18 });
  }

  #plan(target: string, side: Side): Plan {
    const units = { ...this.world.units, community: side.units.community, grid: side.units.grid };
    const shared: Shared = { ...this.world, units, nameOf: this.#naming, suggested: new VectorSource(), outside: this.world.outside };
    shared.tiles = this.world.tiles;
    const plan = new Plan(byId(target), this.#view, shared, movedLayer(this.sides.moved));
    for (const name of ["radius", "cells"] as const) plan.show(name, false);
    return plan;
  }

  #paint(side: Side, look: Look): Paint {
    const labels = [{ source: side.units.community, wish: communityLabel(this.#naming), values: look.level === "community" }];
    if (look.level === "grid") labels.push({ source: side.units.grid, wish: gridLabel(this.#naming), values: true });
    const lines = Object.fromEntries(["county", "subdistrict", "community", "grid"].map((level) => [level, lineStyle(level)]));
    return { scheme: this.#scheme(side, look), fills: side.units[look.level], selected: null, building: null, labels, lines };
  }

  #scheme(side: Side, { by, level }: Look): Scheme {
    const { county } = this.world;
    const least = limit(county, `${level}.min_households`);
    const most = limit(county, `${level}.max_households`);
    const bounds = least === null || most === null ? null : { least, most };
    const areas = side.units[level].getFeatures().map((feature) => areaOf(feature));
    const colours = by === "grid" ? coloursFor(areas, GRIDS.length) : new Map<string, number>();
    return schemeFor(by, { figures: figuresOfBoth(this.sides, level), bounds, colours });
  }

  /** A mark on the document for those who wait until both maps are drawn. */
  #watch(): void {
    const busy = new Set<Plan>(this.#plans);
    const mark = (_: unknown): void => {
      document.documentElement.dataset["mapBusy"] = busy.size ? "yes" : "no";
    };
    for (const plan of this.#plans) {
      plan.map.on("precompose", () => mark(busy.add(plan)));
      plan.map.on("rendercomplete", () => mark(busy.delete(plan)));
    }
    document.documentElement.dataset["mapReady"] = "yes";
  }
}

function movedLayer(source: VectorSource): VectorLayer {
  const style = new Style({
    fill: new Fill({ color: movedHatch() }),
    stroke: new Stroke({ color: COLOUR.changed, width: 2.2 }),
  });
  return new VectorLayer({ source, style, zIndex: 48 });
}

function viewOf(world: World): View {
  const [west = 0, south = 0, east = 0, north = 0] = world.extent;
  return new View({
    center: [(west + east) / 2, (south + north) / 2],
    zoom: 13,
    minZoom: 6,
    maxZoom: 20,
    enableRotation: false,
  });
}
