/** The part of the picture that is seen, and where in the world its pixels are. */

import type { Spot } from "./anchor.ts";

export interface Ground {
  readonly west: number;
  readonly north: number;
  readonly left: number;
  readonly top: number;
  /** Pixels of the whole picture for a degree, east and north. */
  readonly east: number;
  readonly down: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const CLOSEST = 1 / 32; // of the whole picture

export function toSpot(ground: Ground, x: number, y: number): Spot {
  return [ground.west + (x - ground.left) / ground.east, ground.north - (y - ground.top) / ground.down];
}

export function toPixel(ground: Ground, [lon, lat]: Spot): [number, number] {
  return [ground.left + (lon - ground.west) * ground.east, ground.top + (ground.north - lat) * ground.down];
}

/** The box with `factor` times its width around a pixel that stays where it is. */
export function zoom(whole: Box, box: Box, factor: number, x: number, y: number): Box {
  const width = Math.min(whole.width, Math.max(whole.width * CLOSEST, box.width * factor));
  const by = width / box.width;
  return inside(whole, {
    x: x - (x - box.x) * by,
    y: y - (y - box.y) * by,
    width,
    height: box.height * by,
  });
}

export function pan(whole: Box, box: Box, dx: number, dy: number): Box {
  return inside(whole, { ...box, x: box.x + dx, y: box.y + dy });
}

/** Moved so that a pixel is seen, its margin a tenth of the box. */
export function showing(whole: Box, box: Box, x: number, y: number): Box {
  const [wide, high] = [box.width * 0.1, box.height * 0.1];
  const dx = Math.min(0, x - wide - box.x) + Math.max(0, x + wide - box.x - box.width);
  const dy = Math.min(0, y - high - box.y) + Math.max(0, y + high - box.y - box.height);
  return pan(whole, box, dx, dy);
}

function inside(whole: Box, box: Box): Box {
  const x = Math.max(whole.x, Math.min(box.x, whole.x + whole.width - box.width));
  const y = Math.max(whole.y, Math.min(box.y, whole.y + whole.height - box.height));
  return { ...box, x, y };
}
