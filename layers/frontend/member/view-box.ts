/** The part of the picture that shows: moved, and brought closer around a point that stays. */

import type { Frame, Pixel } from "./config.ts";

const CLOSEST = 12;

export interface ViewBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function wholeOf(frame: Pick<Frame, "width" | "height">): ViewBox {
  return { x: 0, y: 0, width: frame.width, height: frame.height };
}

/** Closer by `times` around a point of the picture; never wider than the whole of it. */
export function closer(box: ViewBox, whole: ViewBox, times: number, [x, y]: Pixel): ViewBox {
  const width = Math.min(whole.width, Math.max(whole.width / CLOSEST, box.width / times));
  const share = width / box.width;
  const height = box.height * share;
  return within({ x: x - (x - box.x) * share, y: y - (y - box.y) * share, width, height }, whole);
}

export function moved(box: ViewBox, whole: ViewBox, right: number, down: number): ViewBox {
  return within({ ...box, x: box.x + right, y: box.y + down }, whole);
}

/** How many times closer than the whole. */
export function scaleOf(box: ViewBox, whole: ViewBox): number {
  return whole.width / box.width;
}

function within(box: ViewBox, whole: ViewBox): ViewBox {
  const x = Math.min(Math.max(box.x, 0), whole.width - box.width);
  const y = Math.min(Math.max(box.y, 0), whole.height - box.height);
  return { ...box, x, y };
}
