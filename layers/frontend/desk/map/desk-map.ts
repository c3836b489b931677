/** The desk's map: the county under it, the draft on it, and everything one can do on it. */

import type { Extent } from "ol/extent.js";
import type OlMap from "ol/Map.js";

import { announce, byId } from "../../core/dom.ts";
import type { Config } from "../../core/model.ts";
import { t } from "../../core/words.ts";
import { CorrectionLayer } from "../../map/correction-layer.ts";
import { notifyFailure } from "../../panels/notices.ts";
import { during } from "../../panels/progress.ts";
import { Actions } from "./actions.ts";
import { baseLayers, fit, makeMap } from "./base-map.ts";
import { CellLayer } from "./cell-layer.ts";
import { Chooser } from "./chooser.ts";
import { showConsequence } from "./consequence.ts";
import { Crosshair } from "./crosshair.ts";
import { Hand } from "./hand.ts";
import { Keyboard } from "./keyboard.ts";
import { MapKey } from "./map-key.ts";
import { showKeys } from "./keys-help.ts";
import type { MapDesk } from "./material.ts";
import { Pointer } from "./pointer.ts";
import { Rows } from "./rows.ts";
import { showSelectionBar } from "./selection-bar.ts";
import { Sketch } from "./sketch.ts";
import { offerTools } from "./tool-options.ts";
import { Toolbox } from "./tools/toolbox.ts";
import { UnitLayers } from "./unit-layers.ts";
import { UnitMenu } from "./unit-menu.ts";
import { venueLayer } from "./venue-layer.ts";

export class DeskMap {
  readonly desk: MapDesk;
  readonly map: OlMap;
  readonly rows: Rows;
  readonly hand: Hand;
  readonly toolbox: Toolbox;
  readonly cells: CellLayer;
  readonly pointer: Pointer;
  readonly sketch: Sketch;
  readonly actions: Actions;
  readonly #config: Config;
  readonly #extent: Extent;
  readonly #menu: UnitMenu;
  readonly #corrections = new CorrectionLayer();
  readonly #key: MapKey;

  constructor(desk: MapDesk, config: Config) {
    this.desk = desk;
    this.#config = config;
    this.#extent = desk.shapes.extent(desk.ground.x.keys()) ?? [0, 0, 1, 1];
    this.rows = new Rows(desk);
    this.hand = new Hand(desk, this.rows);
    this.map = makeMap(byId("desk-map"), this.#extent, (event) => this.pointer.grabs(event));
    this.sketch = new Sketch(this.map);
    const resolution = () => this.map.getView().getResolution() ?? 1;
    this.toolbox = new Toolbox({ desk, hand: this.hand, sketch: this.sketch, resolution });
    this.pointer = new Pointer(this.toolbox, this.hand);
    this.cells = new CellLayer(desk, this.rows);
    this.actions = new Actions(desk, this.hand);
    this.#menu = new UnitMenu(desk, this.rows, this.actions, new Chooser(desk, this.rows));
    this.map.addInteraction(this.pointer);
    const units = new UnitLayers(desk, this.rows);
    const venues = venueLayer(desk);
    for (const layer of [...units.layers, this.cells, venues]) this.map.addLayer(layer);
    this.#key = new MapKey(desk);
    this.#key.switch({ names: [units.names], venues: [venues] });
    this.#offer();
    this.#watch();
    void this.#loadBase();
    this.map.addLayer(this.#corrections);
    void this.#loadCorrections();
  }

  /** Bring units or cells into view. */
  look(rows: Iterable<number>): void {
    const box = this.desk.shapes.extent(rows);
    if (box) fit(this.map, box, window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 250);
  }

  #offer(): void {
    const { desk, map } = this;
    offerTools(desk, this.hand, this.toolbox);
    showSelectionBar(desk, this.actions, this.#menu);
    showConsequence(desk);
    byId("show-keys").addEventListener("click", showKeys);
    new Keyboard({
      desk,
      map,
      box: this.toolbox,
      pointer: this.pointer,
      cross: new Crosshair(map),
      cells: this.cells,
      moveTo: () => (desk.selection.size ? this.#menu.moveSelection() : announce(t("没有选中单元。"))),
      unitMenu: () => this.#menuInside(),
      lock: () => this.actions.lockSelection(),
      showKeys,
    });
  }

  #watch(): void {
    const { desk, map } = this;
    const surface = byId("desk-map");
    desk.on("look", ({ units = [], rows = [] }) => this.look([...rows, ...units.flatMap((unit) => desk.rowsOf(unit))]));
    surface.addEventListener("pointerleave", () => this.sketch.ring(null, 0));
    surface.addEventListener("contextmenu", (event) => {
      event.preventDefault();
      this.#menuAt(event);
    });
    map.on("precompose", () => mark("mapBusy", "yes"));
    map.on("rendercomplete", () => {
      const view = map.getView();
      surface.dataset["view"] = [...(view.getCenter() ?? []), view.getResolution()].join();
      mark("mapBusy", "no");
      mark("mapReady", "yes");
    });
    new ResizeObserver(() => map.updateSize()).observe(surface);
  }

  /** A right click or a long press: what lies there, unless it is selected, is selected first. */
  #menuAt({ clientX, clientY, offsetX, offsetY }: MouseEvent): void {
    const [x = 0, y = 0] = this.map.getEventCoordinate({ clientX, clientY } as MouseEvent) ?? [offsetX, offsetY];
    const row = this.desk.shapes.rowAt([x, y]);
    if (row === null) return;
    this.pointer.cancel();
    if (!this.desk.selection.has(row)) this.desk.select(this.rows.widened([row], this.desk.level));
    this.#menu.show({ x: clientX, y: clientY });
  }

  #menuInside(): void {
    if (!this.desk.selection.size) return announce(t("没有选中单元。"));
    const { left, top, width, height } = byId("desk-map").getBoundingClientRect();
    this.#menu.show({ x: left + width / 2, y: top + height / 3 });
  }

  /** What people in the grids say is wrong with the ground that is redrawn. */
  async #loadCorrections(): Promise<void> {
    try {
      await this.#corrections.load(this.#config.api, this.#config.county);
    } catch (error) {
      notifyFailure("corrections", error, t("数据纠错没有载入。"), () => void this.#loadCorrections(), this.#config.signIn);
    }
  }

  async #loadBase(): Promise<void> {
    try {
      const base = await during(baseLayers(this.#config, this.#extent));
      for (const layer of Object.values(base).flat()) this.map.addLayer(layer);
      this.#key.switch(base);
    } catch (error) {
      notifyFailure("base", error, t("底图没有载入。"), () => void this.#loadBase(), this.#config.signIn);
    }
  }
}

/** A mark on the document for those who wait until the map is drawn. */
function mark(name: "mapBusy" | "mapReady", value: string): void {
  document.documentElement.dataset[name] = value;
}
