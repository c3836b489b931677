/** What people do on the maps, and how far the maps are with drawing. */

import type OlMap from "ol/Map.js";

import type { Store } from "../core/store.ts";
import { t } from "../core/words.ts";
import { dismiss, notify } from "../panels/notices.ts";
import { pickAt } from "./picking.ts";
import type { Plan } from "./plan.ts";
import type { Stage } from "./stage.ts";
import type { World } from "./world.ts";

/** `first` is asked of every touch and says whether it was for it. */
export function watchMaps(stage: Stage, world: World, store: Store, first: (map: OlMap, pixel: number[]) => boolean): void {
  for (const plan of stage.plans) {
    const target = plan.map.getTargetElement() as HTMLElement;
    plan.map.on("singleclick", (event) => first(plan.map, event.pixel) || pick(plan, event.pixel, stage, world, store));
    plan.map.on("pointermove", (event) => {
      if (!event.dragging) target.style.cursor = plan.map.hasFeatureAtPixel(event.pixel) ? "pointer" : "";
    });
    target.addEventListener("keydown", (event) => onKey(event, plan, stage, world, store, first));
  }
  stage.present.map.on("moveend", () => store.set({ view: stage.center() }));
  stage.suggestion.map.on("moveend", () => store.set({ view: stage.center() }));
  watchDrawing(stage);
  watchTiles(world);
}

function onKey(
  event: KeyboardEvent,
  plan: Plan,
  stage: Stage,
  world: World,
  store: Store,
  first: (map: OlMap, pixel: number[]) => boolean,
): void {
  const size = plan.map.getSize();
  if (event.key === "Enter" && size) {
    event.preventDefault();
    const middle = size.map((length) => length / 2);
    if (!first(plan.map, middle)) pick(plan, middle, stage, world, store);
  } else if (event.key === "Escape") {
    store.set({ unit: null, building: null });
  }
}

function pick(plan: Plan, pixel: number[], stage: Stage, world: World, store: Store): void {
  const ofSuggestion = plan === stage.suggestion;
  const units = ofSuggestion ? world.suggested : world.units[stage.level(store.state)];
  const picked = pickAt(plan, pixel, units);
  if (picked?.kind === "building") store.set({ building: picked.id, unit: null });
  else if (picked && ofSuggestion) store.set({ suggested: Number(picked.feature.getId()), unit: null, building: null });
  else if (picked) store.set({ unit: String(picked.feature.getId()), building: null });
  else store.set({ unit: null, building: null });
}

/** A mark on the document for those who wait until everything shown has been drawn. */
function watchDrawing(stage: Stage): void {
  const busy = new Set<OlMap>();
  const mark = () => {
    const shown = stage.shownPlans.some((plan) => busy.has(plan.map));
    document.documentElement.dataset["mapBusy"] = shown ? "yes" : "no";
  };
  for (const { map } of stage.plans) {
    map.on("precompose", () => {
      busy.add(map);
      mark();
    });
    map.on("rendercomplete", () => {
      busy.delete(map);
      mark();
    });
  }
}

/** Tiles that do not come: said once, asked for again only when the server lives. */
function watchTiles(world: World): void {
  const sources = Object.values(world.tiles);
  const retry = async (): Promise<void> => {
    const lives = await fetch("/livez").then((answer) => answer.ok, () => false);
    if (!lives) return failed();
    for (const source of sources) source.refresh();
  };
  const failed = (): void =>
    notify("tiles", {
      text: t("部分底图没有载入，服务器没有回应。地图保留已有的内容。"),
      action: t("重试"),
      act: () => void retry(),
    });
  for (const source of sources) {
    source.on("tileloaderror", failed);
    source.on("tileloadend", () => dismiss("tiles"));
  }
}
