/** The layer of single cells: selected ones, those being moved in their new unit's colour, locked
 * ones, and thin lines where one is near enough to see them. Drawn straight from the shapes. */

import Layer from "ol/layer/Layer.js";
import type { FrameState } from "ol/Map.js";

import { el } from "../../core/dom.ts";
import { GRIDS } from "../../core/palettes.ts";
import { CellPen, type Sheet } from "./cell-pen.ts";
import type { MapDesk } from "./material.ts";
import { crossed, dotted } from "./patterns.ts";
import type { Rows } from "./rows.ts";

const INK = "#1d2733";
const TROUBLE = "#a3231a";
const THIN = "rgba(76, 90, 109, 0.42)";
/** Cells narrower than this, in pixels, have no lines of their own. */
const LINES_FROM = 14;

export class CellLayer extends Layer {
  readonly #desk: MapDesk;
  readonly #rows: Rows;
  readonly #canvas = el("canvas");
  /** A canvas by itself would be taken for one to draw the next layers on. */
  readonly #holder = el("div", { class: "desk-cells" }, this.#canvas);
  #usual: number;
  #frame: FrameState | null = null;
  #waiting = 0;
  /** The cell the keyboard stands on. */
  marked: number | null = null;

  constructor(desk: MapDesk, rows: Rows) {
    super({ zIndex: 40 });
    this.#desk = desk;
    this.#rows = rows;
    this.#usual = usualWidth(desk);
    for (const event of ["selection", "preview", "changed", "showing", "state", "level"] as const) {
      desk.on(event, () => this.repaint());
    }
    desk.on("ground", () => {
      this.#usual = usualWidth(desk);
      this.repaint();
    });
  }

  /** Draw once more before the next frame, without drawing the rest of the map again. */
  repaint(): void {
    if (this.#waiting) return;
    this.#waiting = requestAnimationFrame(() => {
      this.#waiting = 0;
      if (this.#frame) this.#paint(this.#frame);
    });
  }

  override render(frame: FrameState | null): HTMLElement {
    this.#frame = frame;
    if (frame) this.#paint(frame);
    return this.#holder;
  }

  #paint(frame: FrameState): void {
    const sheet = sheetOf(frame);
    const context = clean(this.#canvas, sheet);
    if (!context) return;
    const { ground, shapes } = this.#desk;
    const pen = new CellPen(context, sheet, shapes, ground, this.#usual);
    this.#drawMoved(pen);
    this.#drawSelection(pen);
    if (this.#usual / sheet.resolution > LINES_FROM * sheet.pixelRatio) pen.stroke(shapes.rowsBox(sheet.extent), THIN, 0.7);
    this.#drawTrouble(pen);
    this.#drawMark(pen);
    this.#canvas.dataset["drawn"] = String(Number(this.#canvas.dataset["drawn"] ?? 0) + 1);
  }

  /** Cells whose unit the outlines do not show yet, or show otherwise than an alternative on trial. */
  #drawMoved(pen: CellPen): void {
    const { unsettled, shown, labels, selection, target } = this.#desk;
    const to = shown ?? labels;
    const rows = shown ? changedRows(shown, labels) : unsettled;
    const byColour = new Map<string, number[]>();
    for (const row of rows) {
      if (target !== null && selection.has(row)) continue;
      const colour = this.colourOf(to[row] ?? 0);
      const group = byColour.get(colour);
      if (group) group.push(row);
      else byColour.set(colour, [row]);
    }
    for (const [colour, group] of byColour) pen.fill(pen.seen(group), colour);
  }

  #drawSelection(pen: CellPen): void {
    const { selection, target, level } = this.#desk;
    if (!selection.size) return;
    const rows = pen.seen(selection);
    const colour = target === null ? "rgba(194, 24, 91, 0.2)" : this.colourOf(target, level);
    pen.surround(rows, INK, 2);
    pen.fill(rows, colour);
    pen.fill(rows, dotted(target === null ? "rgba(194, 24, 91, 0.42)" : "rgba(29, 39, 51, 0.32)"));
  }

  #drawTrouble(pen: CellPen): void {
    const { locked, state } = this.#desk;
    if (locked.size) pen.fill(pen.seen(locked), crossed("rgba(29, 39, 51, 0.3)"));
    const pieces = state.violations.filter(({ hard, rule }) => hard && rule !== "parent").flatMap(({ cells }) => cells);
    if (pieces.length) pen.stroke(pen.seen(pieces), TROUBLE, 2);
  }

  #drawMark(pen: CellPen): void {
    if (this.marked === null) return;
    pen.context.setLineDash([6, 4]);
    pen.stroke([this.marked], "#ffffff", 5);
    pen.stroke([this.marked], INK, 2.5);
    pen.context.setLineDash([]);
  }

  /** The colour of a unit's fill on this map. */
  colourOf(unit: number, level = this.#desk.unit(unit)?.level ?? "grid"): string {
    const at = level === this.#desk.level ? unit : (this.#desk.unit(unit)?.parent ?? unit);
    return GRIDS[this.#rows.colour(this.#desk.level, at) % GRIDS.length] as string;
  }
}

function sheetOf({ size, pixelRatio, coordinateToPixelTransform, extent, viewState }: FrameState): Sheet {
  return {
    transform: coordinateToPixelTransform.map((one) => one * pixelRatio),
    extent: (extent ?? [0, 0, 0, 0]) as Sheet["extent"],
    width: Math.round((size[0] ?? 0) * pixelRatio),
    height: Math.round((size[1] ?? 0) * pixelRatio),
    pixelRatio,
    resolution: viewState.resolution / pixelRatio,
  };
}

function clean(canvas: HTMLCanvasElement, { width, height, pixelRatio }: Sheet): CanvasRenderingContext2D | null {
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
    canvas.style.width = `${width / pixelRatio}px`;
    canvas.style.height = `${height / pixelRatio}px`;
  }
  const context = canvas.getContext("2d");
  context?.clearRect(0, 0, width, height);
  return context;
}

function changedRows(one: Int32Array, other: Int32Array): number[] {
  const rows: number[] = [];
  for (let row = 0; row < one.length; row++) if (one[row] !== other[row]) rows.push(row);
  return rows;
}

/** The square root of the area an average cell takes, in metres of EPSG:3857. */
function usualWidth({ ground, shapes }: MapDesk): number {
  const box = shapes.extent(ground.x.keys());
  if (!box || !ground.n) return 1;
  return Math.sqrt(((box[2] - box[0]) * (box[3] - box[1])) / ground.n);
}
