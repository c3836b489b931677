/** Draws many cells on a canvas as one path: no seams between them, and quick. */

import type { Shapes } from "../shapes.ts";

/** Cells smaller than this, in pixels, are drawn as squares: nobody sees the difference. */
const SPECK = 2.5;
/** Cells in one path: longer ones take the canvas more than their share of time. */
const TOGETHER = 4000;

/** Where and how large the map stands on the canvas, in the canvas's own pixels. */
export interface Sheet {
  transform: readonly number[];
  extent: [number, number, number, number];
  width: number;
  height: number;
  pixelRatio: number;
  /** Metres of EPSG:3857 per pixel of the canvas. */
  resolution: number;
}

export class CellPen {
  readonly #specks: boolean;

  constructor(
    readonly context: CanvasRenderingContext2D,
    readonly sheet: Sheet,
    readonly shapes: Shapes,
    centres: { x: Float64Array; y: Float64Array },
    /** The usual width of a cell in metres of EPSG:3857. */
    usual: number,
  ) {
    this.#specks = usual / sheet.resolution < SPECK;
    this.#centres = centres;
    this.#side = Math.max(1.5, usual / sheet.resolution);
  }

  readonly #centres: { x: Float64Array; y: Float64Array };
  readonly #side: number;

  /** The rows whose inner point lies near what is seen. */
  seen(rows: Iterable<number>): number[] {
    const [west, south, east, north] = this.sheet.extent;
    const spare = Math.max(east - west, north - south) / 4;
    const { x, y } = this.#centres;
    const found: number[] = [];
    for (const row of rows) {
      const [at, up] = [x[row] as number, y[row] as number];
      if (at > west - spare && at < east + spare && up > south - spare && up < north + spare) found.push(row);
    }
    return found;
  }

  /** Fill rows with a colour or pattern. */
  fill(rows: readonly number[], style: string | CanvasPattern): void {
    this.context.fillStyle = style;
    this.#each(rows, () => this.context.fill());
  }

  /** Draw the sides of all rows, those between them too. */
  stroke(rows: readonly number[], style: string, width: number): void {
    const { context, sheet } = this;
    context.strokeStyle = style;
    context.lineWidth = width * sheet.pixelRatio;
    context.lineJoin = "round";
    this.#each(rows, () => context.stroke());
  }

  /** A line around the rows, none between them: drawn on both sides, then cleared inside. */
  surround(rows: readonly number[], style: string, width: number): void {
    this.stroke(rows, style, 2 * width);
    this.context.globalCompositeOperation = "destination-out";
    this.fill(rows, "#000");
    this.context.globalCompositeOperation = "source-over";
  }

  #each(rows: readonly number[], draw: () => void): void {
    for (let from = 0; from < rows.length; from += TOGETHER) {
      this.context.beginPath();
      for (const row of rows.slice(from, from + TOGETHER)) this.#trace(row);
      draw();
    }
  }

  #trace(row: number): void {
    const { transform } = this.sheet;
    if (!this.#specks) return this.shapes.path(this.context, row, transform);
    const [a = 0, , , d = 0, e = 0, f = 0] = transform;
    const side = this.#side;
    const [x, y] = [this.#centres.x[row] as number, this.#centres.y[row] as number];
    this.context.rect(a * x + e - side / 2, d * y + f - side / 2, side, side);
  }
}
