/** The map without a mouse: what each key does while the map has the focus. */

import type OlMap from "ol/Map.js";

import { announce } from "../../core/dom.ts";
import { t } from "../../core/words.ts";
import { stepAround } from "./around.ts";
import type { CellLayer } from "./cell-layer.ts";
import type { Crosshair } from "./crosshair.ts";
import type { Manner } from "./hand.ts";
import type { MapDesk, Place } from "./material.ts";
import type { Pointer } from "./pointer.ts";
import { cellText } from "./spoken.ts";
import { LINE_TOOLS, TOOLS } from "./tools/tool.ts";
import type { Toolbox } from "./tools/toolbox.ts";

const STEP = 24;
const PAN = 96;
const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What keys reach beyond the map itself. */
export interface Reach {
  desk: MapDesk;
  map: OlMap;
  box: Toolbox;
  pointer: Pointer;
  cross: Crosshair;
  cells: CellLayer;
  moveTo(): void;
  unitMenu(): void;
  lock(): void;
  showKeys(): void;
}

export class Keyboard {
  readonly #reach: Reach;

  constructor(reach: Reach) {
    this.#reach = reach;
    const target = reach.map.getTargetElement() as HTMLElement;
    target.addEventListener("keydown", (event) => {
      if (event.target === target && this.#press(event)) event.preventDefault();
    });
    target.addEventListener("keyup", (event) => {
      if (event.key === " ") reach.pointer.grabbing = false;
    });
    target.addEventListener("blur", () => {
      reach.pointer.grabbing = false;
      this.#mark(null);
    });
  }

  /** Whether the key meant something. */
  #press(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return this.#withControl(event);
    if (this.#reach.box.tool.key?.(event)) return true;
    const arrow = ARROWS[event.key];
    if (arrow) {
      this.#arrow(arrow, event.shiftKey);
      return true;
    }
    const act = this.#keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act) act(event);
    return act !== undefined;
  }

  readonly #keys: Record<string, (event: KeyboardEvent) => void> = {
    "+": () => this.#zoom(1),
    "=": () => this.#zoom(1),
    "-": () => this.#zoom(-1),
    _: () => this.#zoom(-1),
    Enter: (event) => this.#tap(event.shiftKey ? "add" : "replace"),
    Delete: () => this.#tap("remove"),
    n: () => this.#step(1),
    p: () => this.#step(-1),
    m: () => this.#reach.moveTo(),
    u: () => this.#reach.unitMenu(),
    l: () => this.#reach.lock(),
    "[": () => this.#resize(-4),
    "]": () => this.#resize(4),
    "?": () => this.#reach.showKeys(),
    " ": () => {
      this.#reach.pointer.grabbing = true;
    },
    Escape: () => this.#escape(),
    ...Object.fromEntries([...TOOLS, ...LINE_TOOLS].map((name, at) => [String((at + 1) % 10), () => this.#reach.box.use(name)])),
  };

  #withControl(event: KeyboardEvent): boolean {
    if (event.key.toLowerCase() !== "a" || event.altKey) return false;
    const { desk } = this.#reach;
    const unit = desk.unitAtWork;
    if (unit !== null) desk.select(desk.rowsOf(unit));
    return unit !== null;
  }

  #arrow([east, south]: [number, number], cross: boolean): void {
    const { map, cross: crosshair } = this.#reach;
    if (cross) {
      crosshair.move(east * STEP, south * STEP);
      this.#mark(this.#row());
      return this.#say();
    }
    const view = map.getView();
    const [x = 0, y = 0] = view.getCenter() ?? [];
    const metres = PAN * (view.getResolution() ?? 1);
    view.animate({ center: [x + east * metres, y - south * metres], duration: calm() ? 0 : 120 });
  }

  #zoom(by: number): void {
    this.#reach.map.getView().animate({ zoom: (this.#reach.map.getView().getZoom() ?? 0) + by, duration: calm() ? 0 : 150 });
  }

  #tap(manner: Manner): void {
    const { box, cross } = this.#reach;
    const { place, pixel } = cross;
    this.#mark(this.#row());
    box.tool.tap({ place, pixel, manner });
  }

  #step(step: 1 | -1): void {
    const { desk, cross } = this.#reach;
    const row = stepAround(desk, this.#reach.cells.marked ?? this.#row(), step);
    if (row === null) return announce(t("没有相邻的单元。"));
    this.#mark(row);
    cross.stand([desk.ground.x[row] as number, desk.ground.y[row] as number]);
    this.#say();
  }

  #resize(by: number): void {
    const { brush } = this.#reach.box;
    brush.resize(brush.radius + by);
    announce(t("画笔大小 {size}", { size: brush.radius * 2 }));
  }

  #escape(): void {
    const { pointer, desk } = this.#reach;
    if (pointer.cancel()) return announce(t("已取消。"));
    if (!desk.selection.size) return;
    desk.select([]);
    desk.aim(null);
    announce(t("已取消选择。"));
  }

  #row(): number | null {
    const [x, y]: Place = this.#reach.cross.place ?? [0, 0];
    return this.#reach.desk.shapes.rowAt([x, y]);
  }

  #mark(row: number | null): void {
    this.#reach.cells.marked = row;
    this.#reach.cells.repaint();
  }

  #say(): void {
    const row = this.#reach.cells.marked;
    announce(row === null ? t("这里没有单元。") : cellText(this.#reach.desk, row));
  }
}

function calm(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
