/** The map under the draft: ground, roads, compounds and buildings from the county's tiles. */

import ScaleLine from "ol/control/ScaleLine.js";
import Zoom from "ol/control/Zoom.js";
import type { Extent } from "ol/extent.js";
import { defaults as usualInteractions } from "ol/interaction/defaults.js";
import DragPan from "ol/interaction/DragPan.js";
import Kinetic from "ol/Kinetic.js";
import type BaseLayer from "ol/layer/Base.js";
import OlMap from "ol/Map.js";
import type MapBrowserEvent from "ol/MapBrowserEvent.js";
import View from "ol/View.js";

import type { Config, County } from "../../core/model.ts";
import { getJson } from "../../core/requests.ts";
import { t } from "../../core/words.ts";
import { buildingStyle } from "../../map/building-style.ts";
import { NorthArrow } from "../../map/north-arrow.ts";
import { tileLayers } from "../../map/plan.ts";
import { tileSources } from "../../map/sources.ts";

const CLOSEST = 21;

export type BaseName = "ground" | "roads" | "compounds" | "buildings";

/** The layers of the county's tiles; the version of the base map is in their addresses. */
export async function baseLayers(config: Config, extent: Extent): Promise<Record<BaseName, BaseLayer[]>> {
  const county = await getJson<County>(`${config.api}/counties/${config.county}`);
  const tiles = tileSources(config.tiles, county.version);
  const { ground, water, compounds, barriers, buildings } = tileLayers({ tiles, extent }, "over-fills");
  buildings.setStyle(buildingStyle(null, null));
  return { ground: [ground, water], compounds: [compounds], roads: [barriers], buildings: [buildings] };
}

/** A map without base layers yet; `grabs` says whether a drag moves the map or is a tool's. */
export function makeMap(target: HTMLElement, extent: Extent, grabs: (event: MapBrowserEvent) => boolean): OlMap {
  const map = new OlMap({
    target,
    view: viewOf(extent),
    moveTolerance: 3,
    controls: [
      new Zoom({ zoomInTipLabel: t("放大"), zoomOutTipLabel: t("缩小") }),
      new ScaleLine({ minWidth: 64, maxWidth: 110 }),
      new NorthArrow(),
    ],
    interactions: usualInteractions({
      altShiftDragRotate: false,
      pinchRotate: false,
      doubleClickZoom: false,
      shiftDragZoom: false,
      dragPan: false,
      keyboard: false,
    }),
  });
  map.addInteraction(new DragPan({ condition: grabs, kinetic: new Kinetic(-0.005, 0.05, 100) }));
  fit(map, extent);
  return map;
}

function viewOf([west = 0, south = 0, east = 0, north = 0]: Extent): View {
  const spare = Math.max(east - west, north - south);
  return new View({
    center: [(west + east) / 2, (south + north) / 2],
    zoom: 13,
    maxZoom: CLOSEST,
    enableRotation: false,
    extent: [west - spare, south - spare, east + spare, north + spare],
    showFullExtent: true,
  });
}

/** Bring an extent into view, clear of the bars at the top and the bottom of the map. */
export function fit(map: OlMap, extent: Extent, duration = 0): void {
  map.updateSize();
  const size = map.getSize() ?? [800, 600];
  const [side, ends] = (size[0] ?? 0) < 500 ? [14, 64] : [64, 72];
  map.getView().fit(extent, { size, padding: [ends, side, ends, side], maxZoom: 18, duration });
}
