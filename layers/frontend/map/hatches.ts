/** Hatches over a fill: rising lines for too few, falling for too many; denser is further out. */

import type { Standing } from "../core/standing.ts";

const SPACING: Partial<Record<Standing, { gap: number; rising: boolean }>> = {
  "far-below": { gap: 6, rising: true },
  below: { gap: 11, rising: true },
  above: { gap: 11, rising: false },
  "far-above": { gap: 6, rising: false },
};

const made = new Map<string, CanvasPattern | string>();

/** A fill of one colour, hatched for a standing outside the bounds. */
export function hatched(colour: string, standing?: Standing): CanvasPattern | string {
  const lines = standing && SPACING[standing];
  if (!lines) return colour;
  const key = `${colour}/${standing}`;
  const found = made.get(key) ?? draw(colour, lines.gap, lines.rising) ?? colour;
  made.set(key, found);
  return found;
}

function draw(colour: string, gap: number, rising: boolean): CanvasPattern | null {
  const tile = document.createElement("canvas");
  tile.width = tile.height = gap;
  const pen = tile.getContext("2d");
  if (!pen) return null;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, gap, gap);
  pen.strokeStyle = "rgba(29, 39, 51, 0.42)";
  pen.lineWidth = 1.2;
  for (const shift of [-gap, 0, gap]) {
    pen.beginPath();
    pen.moveTo(shift, rising ? gap : 0);
    pen.lineTo(shift + gap, rising ? 0 : gap);
    pen.stroke();
  }
  return pen.createPattern(tile, "repeat");
}
