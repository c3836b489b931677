/** The map page: loads the county, and ties maps, panels and address together. */

import { asOf } from "./core/as-of.ts";
import { announce, byId } from "./core/dom.ts";
import type { Config, Found } from "./core/model.ts";
import { whole } from "./core/numbers.ts";
import { pageData } from "./core/page-data.ts";
import type { State } from "./core/state.ts";
import { Store } from "./core/store.ts";
import { t } from "./core/words.ts";
import { CorrectionLayer } from "./map/correction-layer.ts";
import { SWITCHES } from "./map/plan.ts";
import { watchMaps } from "./map/watching.ts";
import { Stage, countClasses, suggestedLevel } from "./map/stage.ts";
import { mapExtent } from "./map/sources.ts";
import { figuresOf } from "./map/unit-style.ts";
import { World } from "./map/world.ts";
import { wireChoices } from "./panels/choices.ts";
import { Details } from "./panels/details.ts";
import { layerNames, offerLayers } from "./panels/layers.ts";
import { showLegend } from "./panels/legend.ts";
import { keepLinks } from "./panels/links.ts";
import { notifyFailure } from "./panels/notices.ts";
import { during } from "./panels/progress.ts";
import { Search } from "./panels/search.ts";
import { Suggestions } from "./panels/suggestions.ts";
import { openSheet, selectTab, setUpTabs } from "./panels/tabs.ts";

const config = pageData<Config>("config") as Config;
const store = new Store();

/** One piece of the map: loaded, or said to have failed, with a way to try again. */
async function load(name: string, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await during(work());
  } catch (error) {
    notifyFailure(name, error, what, () => void load(name, what, work), config.signIn);
  }
}

async function openCounty(): Promise<void> {
  new MapPage(await World.open(config));
}

class MapPage {
  readonly #world: World;
  readonly #stage: Stage;
  readonly #details: Details;
  readonly #suggestions = new Suggestions();
  readonly #corrections = new CorrectionLayer();

  constructor(world: World) {
    this.#world = world;
    this.#stage = new Stage(world, store.state);
    this.#details = new Details(
      () => this.#closeDetails(),
      (below) => this.#stage.makeRoom(below),
      () => this.#stage.reveal(store.state.unit ? this.#world.unit(store.state.unit) : null),
    );
    offerLayers(layerNames(), SWITCHES, (name, shown) => this.#stage.show(name, shown));
    wireChoices(store);
    keepLinks(store);
    const search = `${config.api}/counties/${config.county}/search?q=`;
    new Search((text) => asOf(search + encodeURIComponent(text), config.edition ?? null), (found) => this.#goTo(found));
    for (const name of ["radius", "cells"] as const) this.#stage.show(name, false);
    watchMaps(this.#stage, world, store, (map, pixel) => this.#openCorrection(this.#corrections.at(map, pixel)));
    this.#stage.present.map.addLayer(this.#corrections);
    byId("workspace").addEventListener("click", (event) => this.#follow(event));
    this.#stage.view.on("change:resolution", () => this.#legend(store.state));
    store.subscribe((state, before) => this.#changed(state, before));
    void this.#loadAll();
  }

  async #loadAll(): Promise<void> {
    const levels = ["county", "subdistrict", "community", "grid"] as const;
    await Promise.all([
      ...levels.map((level) =>
        load(level, t("边界没有载入。"), async () => {
          await this.#world.loadUnits(level);
          this.#paint(store.state);
        }),
      ),
      load("venues", t("党群服务中心没有载入。"), () => this.#world.loadVenues()),
      this.#suggestions.load(),
      this.#loadCorrections(),
      this.#openAlternative(store.state),
    ]);
    this.#showDetails(store.state);
    if (store.state.unit && !store.state.view) this.#stage.fit(this.#world.box([store.state.unit]));
    document.documentElement.dataset["mapReady"] = "yes";
  }

  /** Who sees drafts sees what people in the grids say is wrong. */
  async #loadCorrections(): Promise<void> {
    if (!this.#world.county.may.view_draft || config.edition) return;
    await load("corrections", t("数据纠错没有载入。"), () => this.#corrections.load(config.api, config.county));
  }

  #openCorrection(key: string | null): boolean {
    if (key) location.assign(`/corrections/${key}/`);
    return key !== null;
  }

  #changed(state: State, before: State): void {
    if (state.alternative !== before.alternative) void this.#openAlternative(state);
    if (state.mode !== before.mode) this.#stage.setMode(state.mode);
    if (state.view === before.view) this.#paint(state);
    this.#showDetails(state);
    if (state.unit !== before.unit || state.suggested !== before.suggested) this.#tellSelection(state);
  }

  async #openAlternative(state: State): Promise<void> {
    await load("alternative", t("建议没有载入。"), async () => {
      await this.#world.loadAlternative(state.alternative);
      const { alternative } = this.#world;
      if (alternative) store.set({ level: suggestedLevel(alternative.kind) });
    });
    const open = this.#world.alternative !== null;
    byId("compare-bar").hidden = !open;
    this.#stage.setMode(open ? store.state.mode : "present");
    this.#suggestions.mark(state.alternative);
    if (open) selectTab("tab-suggestions");
    if (open && document.documentElement.dataset["mapReady"]) this.#stage.fit(this.#world.suggestedBox());
    this.#paint(store.state);
  }

  #paint(state: State): void {
    this.#stage.repaint(state);
    this.#legend(state);
    wireChoices.show(state);
  }

  #legend(state: State): void {
    const scheme = this.#stage.scheme(state);
    const source = state.mode === "suggestion" ? this.#world.suggested : this.#world.units[this.#stage.level(state)];
    showLegend({
      scheme,
      ...countClasses(scheme, source),
      county: this.#world.county,
      hidden: scheme.about === "buildings" && !this.#stage.showsBuildings(),
      zoomIn: () => this.#stage.zoomToBuildings(),
    });
  }

  #showDetails(state: State): void {
    const { unit, building, alternative } = state;
    const url = unit
      ? `${config.list}unit/${unit}/`
      : building !== null
        ? `${config.list}building/${building}/`
        : alternative !== null
          ? `${config.list}alternative/${alternative}/`
          : null;
    void this.#details.show(url && asOf(url, config.edition ?? null));
    if (url) openSheet(false);
  }

  #closeDetails(): void {
    const { unit, building } = store.state;
    if (unit || building !== null) store.set({ unit: null, building: null });
    else store.set({ alternative: null, suggested: null, mode: "present" });
    byId("map-present").focus();
  }

  #tellSelection(state: State): void {
    const feature = state.unit ? this.#world.unit(state.unit) : null;
    if (!feature) return;
    const figures = figuresOf(feature);
    const households = figures ? t("{count} 户", { count: whole(figures.households) }) : "";
    announce([t("已选中"), String(feature.get("name")), households].filter(Boolean).join(" "));
  }

  #goTo(found: Found): void {
    this.#stage.fit(mapExtent(found.bbox), 17);
    if (found.kind === "community" || found.kind === "grid") {
      store.set({ level: found.kind, unit: String(found.id), building: null });
    } else if (found.kind === "building") {
      store.set({ building: Number(found.id), unit: null });
    } else {
      announce(t("已移到 {name}", { name: found.name }));
    }
  }

  /** Links and buttons inside the panels that mean something on the map. */
  #follow(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = (event.target as HTMLElement).closest<HTMLElement>("[data-show],[data-alternative],[data-show-suggested]");
    if (!target) return;
    event.preventDefault();
    const { show, alternative, showSuggested } = target.dataset;
    if (alternative) store.set({ alternative: Number(alternative), mode: "both", unit: null, building: null });
    else if (showSuggested) this.#showSuggested(Number(showSuggested));
    else if (show) this.#showUnits(show.split(" "), target.closest("[data-alternative-open]") !== null);
  }

  #showSuggested(id: number): void {
    const geometry = this.#world.suggested.getFeatureById(id);
    store.set({ suggested: id, mode: store.state.mode === "present" ? "both" : store.state.mode });
    if (geometry && !Array.isArray(geometry)) this.#stage.fit(geometry.getGeometry()?.getExtent() ?? null);
  }

  #showUnits(keys: string[], keepPanel: boolean): void {
    this.#stage.fit(this.#world.box(keys));
    const [first] = keys;
    if (!keepPanel && first) store.set({ unit: first, building: null });
  }
}

setUpTabs();
void load("county", t("地图没有载入。"), openCounty);
