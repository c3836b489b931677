/** One map: its layers from the ground up, and how it is repainted. */

import ScaleLine from "ol/control/ScaleLine.js";
import Zoom from "ol/control/Zoom.js";
import type { Extent } from "ol/extent.js";
import { defaults as usualInteractions } from "ol/interaction/defaults.js";
import type BaseLayer from "ol/layer/Base.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorTileLayer from "ol/layer/VectorTile.js";
import OlMap from "ol/Map.js";
import VectorSource from "ol/source/Vector.js";
import { Fill, Style } from "ol/style.js";
import type View from "ol/View.js";

import type { Scheme } from "../core/scheme.ts";
import { t } from "../core/words.ts";
import { buildingStyle, cellStyle } from "./building-style.ts";
import { compoundsStyle, groundStyle, waterStyle } from "./ground-style.ts";
import { NorthArrow } from "./north-arrow.ts";
import { barrierStyle } from "./road-style.ts";
import type { TileSources, UnitSources } from "./sources.ts";
import { COLOUR } from "./theme.ts";
import { fillStyle, labelStyle, lineStyle, selectedStyle, type LabelWish, type UnitFeature } from "./unit-style.ts";
import { radiusStyle, venueStyle } from "./venue-style.ts";

export interface Shared {
  tiles: TileSources;
  units: UnitSources;
  suggested: VectorSource;
  outside: VectorSource;
  venues: VectorSource;
  radii: VectorSource;
  nameOf: (feature: { get(key: string): unknown }) => string;
  extent: Extent;
}

/** What a repaint needs to know. */
export interface Paint {
  scheme: Scheme;
  fills: VectorSource;
  selected: UnitFeature | null;
  building: number | null;
  labels: { source: VectorSource; wish: LabelWish; values: boolean }[];
  /** How the boundaries of each level are drawn; null where they are not. */
  lines: Record<string, Style[] | null>;
}

/** Layers people may switch, and whether they show at first. */
export const SWITCHES = {
  ground: true,
  roads: true,
  compounds: true,
  buildings: true,
  grids: true,
  venues: true,
  radius: false,
  cells: false,
} as const;

export type Switch = keyof typeof SWITCHES;

export class Plan {
  readonly map: OlMap;
  readonly buildings: VectorTileLayer;
  readonly #switches: Record<Switch, BaseLayer[]>;
  readonly #fills: VectorLayer;
  readonly #lines: Record<string, VectorLayer>;
  readonly #selected: VectorLayer<VectorSource>;
  readonly #names: VectorLayer[];
  readonly #marks: VectorSource;

  constructor(target: HTMLElement, view: View, shared: Shared, linesOfSuggestion: VectorLayer | null) {
    const tiles = tileLayers(shared);
    this.buildings = tiles.buildings;
    this.#marks = shared.venues;
    this.#fills = new VectorLayer({ opacity: 0.72, zIndex: 12 });
    this.#lines = lineLayers(shared.units);
    this.#selected = new VectorLayer({ source: new VectorSource(), style: selectedStyle, zIndex: 60 });
    this.#names = [71, 72].map((zIndex) => new VectorLayer({ declutter: true, zIndex }));
    const venues = new VectorLayer({ source: shared.venues, style: venueStyle(shared.nameOf), declutter: true, zIndex: 70 });
    const radii = new VectorLayer({ source: shared.radii, style: radiusStyle, zIndex: 45 });
    this.#switches = {
      ground: [tiles.ground, tiles.water],
      roads: [tiles.barriers],
      compounds: [tiles.compounds],
      buildings: [tiles.buildings],
      grids: [this.#lines["grid"] as VectorLayer],
      venues: [venues],
      radius: [radii],
      cells: [tiles.cells],
    };
    this.map = new OlMap({
      target,
      view,
      controls: [
        new Zoom({ zoomInTipLabel: t("放大"), zoomOutTipLabel: t("缩小") }),
        new ScaleLine({ minWidth: 64, maxWidth: 110 }),
        new NorthArrow(),
      ],
      interactions: usualInteractions({ altShiftDragRotate: false, pinchRotate: false }),
      layers: [
        landLayer(shared),
        ...Object.values(tiles),
        this.#fills,
        outsideLayer(shared),
        radii,
        ...Object.values(this.#lines),
        ...(linesOfSuggestion ? [linesOfSuggestion] : []),
        this.#selected,
        venues,
        ...this.#names,
      ],
    });
  }

  repaint(paint: Paint): void {
    this.#fills.setSource(paint.fills);
    this.#fills.setStyle((feature) => fillStyle(paint.scheme)(feature as UnitFeature));
    this.buildings.setStyle(buildingStyle(paint.scheme, paint.building));
    this.#draw(paint.lines);
    this.#names.forEach((layer, at) => {
      const label = paint.labels[at];
      layer.setSource(label?.source ?? null);
      if (!label) return;
      const style = labelStyle(label.wish, label.values ? paint.scheme : null, this.#marks);
      layer.setStyle((feature, resolution) => style(feature as UnitFeature, resolution));
    });
    const source = this.#selected.getSource();
    source?.clear();
    if (paint.selected) source?.addFeature(paint.selected);
  }

  #draw(lines: Paint["lines"]): void {
    for (const [level, styles] of Object.entries(lines)) this.#lines[level]?.setStyle(styles ?? []);
  }

  show(name: Switch, shown: boolean): void {
    for (const layer of this.#switches[name]) layer.setVisible(shown);
  }
}

/** The layers of the county's tiles, from the ground up. Those drawn over the units' colours may
 * have a canvas of their own, `over`: on one canvas fills without names to place come last. */
export function tileLayers({ tiles, extent }: Pick<Shared, "tiles" | "extent">, over = "ol-layer") {
  const ground = { extent, preload: 0 };
  const common = { ...ground, className: over };
  return {
    ground: new VectorTileLayer({ ...ground, source: tiles.ground, style: groundStyle, declutter: true, zIndex: 10 }),
    water: new VectorTileLayer({ ...common, source: tiles.ground, style: waterStyle, zIndex: 14 }),
    compounds: new VectorTileLayer({ ...common, source: tiles.compounds, style: compoundsStyle, declutter: true, minZoom: 14.4, zIndex: 25 }),
    barriers: new VectorTileLayer({ ...common, source: tiles.barriers, style: barrierStyle, declutter: true, zIndex: 22 }),
    buildings: new VectorTileLayer({ ...common, source: tiles.buildings, minZoom: 13.95, zIndex: 24 }),
    cells: new VectorTileLayer({ ...common, source: tiles.cells, style: cellStyle, minZoom: 14.95, visible: false, zIndex: 26 }),
  };
}

function lineLayers(units: UnitSources): Record<string, VectorLayer> {
  const order = ["grid", "community", "subdistrict", "county"] as const;
  const made = order.map((level, at) => {
    const minZoom = level === "grid" ? 13 : 0;
    return [level, new VectorLayer({ source: units[level], style: lineStyle(level), minZoom, zIndex: 50 + at })];
  });
  return Object.fromEntries(made) as Record<string, VectorLayer>;
}

function landLayer({ units }: Shared): VectorLayer {
  return new VectorLayer({ source: units.county, style: new Style({ fill: new Fill({ color: COLOUR.land }) }), zIndex: 1 });
}

function outsideLayer({ outside }: Shared): VectorLayer {
  return new VectorLayer({ source: outside, style: new Style({ fill: new Fill({ color: COLOUR.outside }) }), zIndex: 40 });
}
