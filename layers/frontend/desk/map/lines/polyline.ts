/** Lines through places, in the map's metres: where on one, which side, a part, a pull. */

import type { Place } from "../material.ts";

export interface Spot {
  place: Place;
  /** Metres from the start of the line. */
  along: number;
  gap: number;
}

export function distance([x, y]: Place, [toX, toY]: Place): number {
  return Math.hypot(toX - x, toY - y);
}

/** Metres from the start to each of the places. */
export function measures(line: readonly Place[]): number[] {
  let sum = 0;
  return line.map((place, at) => (sum += at ? distance(line[at - 1] as Place, place) : 0));
}

/** The place of a segment nearest to another place, and how far along the segment it lies. */
export function nearestOn(from: Place, to: Place, [x, y]: Place): { place: Place; share: number } {
  const [east, north] = [to[0] - from[0], to[1] - from[1]];
  const square = east * east + north * north;
  const share = square ? Math.min(1, Math.max(0, ((x - from[0]) * east + (y - from[1]) * north) / square)) : 0;
  return { place: [from[0] + share * east, from[1] + share * north], share };
}

/** Where a line comes nearest to a place; null for no line. */
export function locate(line: readonly Place[], place: Place): Spot | null {
  const along = measures(line);
  let best: Spot | null = null;
  for (let at = 1; at < line.length; at++) {
    const [from, to] = [line[at - 1] as Place, line[at] as Place];
    const { place: near, share } = nearestOn(from, to, place);
    const gap = distance(near, place);
    if (!best || gap < best.gap) best = { place: near, along: (along[at - 1] as number) + share * distance(from, to), gap };
  }
  return best;
}

/** The place so many metres along a line. */
export function placeAt(line: readonly Place[], along: number): Place {
  const reached = measures(line);
  const at = Math.max(1, reached.findIndex((metres) => metres >= along));
  const [from, to] = [line[at - 1] as Place, line[at] as Place];
  const length = distance(from, to);
  const share = length ? Math.min(1, Math.max(0, (along - (reached[at - 1] as number)) / length)) : 0;
  return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
}

/** The part of a line between two measures, turned round where `end` comes first. */
export function part(line: readonly Place[], start: number, end: number): Place[] {
  if (start > end) return part(line, end, start).reverse();
  const reached = measures(line);
  const between = line.filter((_, at) => (reached[at] as number) > start && (reached[at] as number) < end);
  return [placeAt(line, start), ...between, placeAt(line, end)];
}

/** Whether a place lies to the left of a line: seen from the nearest part of it. */
export function isLeft(line: readonly Place[], place: Place): boolean {
  let best = Infinity;
  let side = 0;
  for (let at = 1; at < line.length; at++) {
    const [from, to] = [line[at - 1] as Place, line[at] as Place];
    const gap = distance(nearestOn(from, to, place).place, place);
    const turn = ((to[0] - from[0]) * (place[1] - from[1]) - (to[1] - from[1]) * (place[0] - from[0])) / distance(from, to);
    // at a corner both parts are equally near: the one the place lies more squarely beside decides
    if (gap < best - 1e-6 || (gap < best + 1e-6 && Math.abs(turn) > Math.abs(side))) [best, side] = [Math.min(best, gap), turn];
  }
  return side > 0;
}

/** A stretch of a line pulled at one of its places, like a rubber band: before and after. */
export function pull(line: readonly Place[], held: number, to: Place, reach: number): { before: Place[]; after: Place[] } {
  const length = measures(line)[line.length - 1] ?? 0;
  const [start, end] = [Math.max(0, held - reach), Math.min(length, held + reach)];
  const first = part(line, start, held);
  const before = [...first, ...part(line, held, end).slice(1)];
  const from = placeAt(line, held);
  const [east, north] = [to[0] - from[0], to[1] - from[1]];
  const reached = measures(before);
  const middle = reached[first.length - 1] as number;
  const whole = reached[reached.length - 1] as number;
  const after = before.map(([x, y], at): Place => {
    const metres = reached[at] as number;
    const share = metres <= middle ? (middle ? metres / middle : 0) : (whole - metres) / (whole - middle);
    return [x + share * east, y + share * north];
  });
  if (first.length > 0 && middle > 0 && middle < whole) after[first.length - 1] = to;
  return { before, after };
}

/** Without places nearer than `least` to the one before; the last one stays. */
export function thinned(line: readonly Place[], least: number): Place[] {
  const found: Place[] = [];
  for (const place of line) {
    const last = found[found.length - 1];
    if (!last || distance(last, place) >= least) found.push(place);
  }
  const end = line[line.length - 1];
  if (end && found.length > 1 && found[found.length - 1] !== end) found[found.length - 1] = end;
  return found;
}
