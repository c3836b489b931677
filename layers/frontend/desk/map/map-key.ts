/** A folded box on the map: what its signs mean, and which layers show. */

import type BaseLayer from "ol/layer/Base.js";

import { byId, el } from "../../core/dom.ts";
import { whole } from "../../core/numbers.ts";
import { GRIDS } from "../../core/palettes.ts";
import { schemeFor } from "../../core/scheme.ts";
import { t } from "../../core/words.ts";
import { layerNames, offerLayers } from "../../panels/layers.ts";
import { filled, HEIGHT, legendRow, swatch, WIDTH } from "../../panels/legend.ts";
import { levelName } from "../panels/names.ts";
import type { MapDesk } from "./material.ts";
import { crossed, dotted } from "./patterns.ts";
import type { BaseName } from "./base-map.ts";
import { BROKEN_COLOUR, BROKEN_DASH } from "./unit-layers.ts";

type LayerName = BaseName | "venues" | "names";

const SHOWN: Record<LayerName, boolean> = { ground: true, roads: true, compounds: true, buildings: true, venues: true, names: true };
const UNIT = GRIDS[0] as string;

export class MapKey {
  readonly #box = byId<HTMLDetailsElement>("map-key");
  readonly #layers: Partial<Record<LayerName, BaseLayer[]>> = {};
  readonly #shown = { ...SHOWN };

  constructor(private readonly desk: MapDesk) {
    offerLayers<LayerName>({ ...layerNames(), names: t("名称与户数") }, SHOWN, (name, shown) => this.#show(name, shown));
    desk.on("level", () => this.#explain());
    this.#box.addEventListener("keydown", (event) => event.key === "Escape" && this.#fold(event));
    this.#explain();
  }

  /** Layers that may be switched from now on; they start as the boxes say. */
  switch(layers: Partial<Record<LayerName, BaseLayer[]>>): void {
    Object.assign(this.#layers, layers);
    for (const name of Object.keys(layers) as LayerName[]) this.#show(name, this.#shown[name]);
  }

  #show(name: LayerName, shown: boolean): void {
    this.#shown[name] = shown;
    for (const layer of this.#layers[name] ?? []) layer.setVisible(shown);
  }

  #fold(event: KeyboardEvent): void {
    if (!this.#box.open) return;
    event.stopPropagation();
    this.#box.open = false;
    this.#box.querySelector("summary")?.focus();
  }

  #explain(): void {
    const { level, facts } = this.desk;
    const { min_households: least, max_households: most } = facts.bounds[level];
    const { classes, title } = schemeFor("deviation", { figures: [], bounds: { least, most }, colours: new Map() });
    const bounds = t("{least}—{most} 户", { least: whole(least), most: whole(most) });
    const standings = classes.map((entry) => legendRow(filled({ ...entry, colour: UNIT }), entry));
    byId("map-key-legend").replaceChildren(
      el("h2", {}, `${levelName(level)} · ${title}`, el("span", { class: "legend-unit" }, bounds)),
      el("ul", { class: "legend-classes" }, ...standings, ...signs()),
    );
  }
}

function signs(): HTMLElement[] {
  const rows: [(pen: CanvasRenderingContext2D) => void, string][] = [
    [(pen) => patterned(pen, "rgba(194, 24, 91, 0.2)", dotted("rgba(194, 24, 91, 0.6)")), t("已选中的单元")],
    [(pen) => patterned(pen, crossed("rgba(29, 39, 51, 0.55)")), t("已锁定的单元")],
    [(pen) => lined(pen, BROKEN_COLOUR, 3.2, BROKEN_DASH), t("违反硬性规则的单位")],
    [(pen) => lined(pen, BROKEN_COLOUR, 2, []), t("其中违反规则的单元")],
    [(pen) => lined(pen, "#4c5a6d", 1.4, [6, 3]), t("网格界线")],
    [(pen) => lined(pen, "#2c3a4d", 2.4, []), t("社区界线")],
  ];
  return rows.map(([draw, label]) => legendRow(swatch(draw), { label }));
}

function patterned(pen: CanvasRenderingContext2D, ...patterns: (CanvasPattern | string)[]): void {
  for (const fill of [UNIT, ...patterns]) {
    pen.fillStyle = fill;
    pen.fillRect(0, 0, WIDTH, HEIGHT);
  }
}

function lined(pen: CanvasRenderingContext2D, colour: string, width: number, dash: number[]): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.setLineDash(dash);
  pen.beginPath();
  pen.moveTo(0, HEIGHT / 2);
  pen.lineTo(WIDTH, HEIGHT / 2);
  pen.stroke();
}
