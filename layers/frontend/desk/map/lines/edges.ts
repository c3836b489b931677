/** The edges cells share, and the borders of units they make up. */

import type { Ground } from "../../ground.ts";
import type { Shapes } from "../../shapes.ts";
import type { Place } from "../material.ts";

/** An edge, and the two cells it parts. */
export interface Edge {
  from: Place;
  to: Place;
  rows: readonly [number, number];
}

/** A stretch of border without forks, place by place; `edges` lie between one place and the next. */
export interface Border {
  line: Place[];
  edges: Edge[];
}

/** The edges two cells share: corners of neighbours are equal to the last digit. */
export function sharedEdges(shapes: Shapes, one: number, other: number): Edge[] {
  const theirs = new Set<string>();
  eachEdge(shapes, other, (from, to) => theirs.add(`${keyOf(to)} ${keyOf(from)}`));
  const found: Edge[] = [];
  eachEdge(shapes, one, (from, to) => {
    if (theirs.has(`${keyOf(from)} ${keyOf(to)}`)) found.push({ from, to, rows: [one, other] });
  });
  return found;
}

/** Whether the border of two cells runs along a barrier. */
export function alongBarrier({ adjacent, barrier }: Ground, one: number, other: number): boolean {
  for (let at = adjacent.start[one] as number; at < (adjacent.start[one + 1] as number); at++) {
    if (adjacent.other[at] === other && (barrier[adjacent.border[at] as number] as number) >= 0) return true;
  }
  return false;
}

/** All edges between cells of one unit and cells of another. */
export function edgesBetween(ground: Ground, shapes: Shapes, unitOf: Int32Array, one: number, other: number): Edge[] {
  const found: Edge[] = [];
  const seen = new Set<string>();
  for (let border = 0; border < ground.a.length; border++) {
    const [a, b] = [ground.a[border] as number, ground.b[border] as number];
    const [unitA, unitB] = [unitOf[a], unitOf[b]];
    if (!((unitA === one && unitB === other) || (unitA === other && unitB === one))) continue;
    if (seen.has(`${a} ${b}`)) continue; // one border for each barrier class
    seen.add(`${a} ${b}`);
    found.push(...(unitA === one ? sharedEdges(shapes, a, b) : sharedEdges(shapes, b, a)));
  }
  return found;
}

/** Edges joined end to end, as far as no third one meets them. */
export function join(edges: readonly Edge[]): Border[] {
  const at = new Map<string, Edge[]>();
  for (const edge of edges) for (const end of [edge.from, edge.to]) push(at, keyOf(end), edge);
  const left = new Set(edges);
  const found: Border[] = [];
  const fork = (place: Place) => at.get(keyOf(place))?.length !== 2;
  for (const closed of [false, true]) {
    for (const edge of edges) {
      for (const start of [edge.from, edge.to]) {
        if (left.has(edge) && (closed || fork(start))) found.push(walk(edge, start, at, left));
      }
    }
  }
  return found;
}

function walk(first: Edge, start: Place, at: Map<string, Edge[]>, left: Set<Edge>): Border {
  const border: Border = { line: [start], edges: [] };
  let edge: Edge | undefined = first;
  let place = start;
  while (edge) {
    left.delete(edge);
    place = keyOf(edge.from) === keyOf(place) ? edge.to : edge.from;
    border.line.push(place);
    border.edges.push(edge);
    const meeting: Edge[] = at.get(keyOf(place)) ?? [];
    edge = meeting.length === 2 ? meeting.find((one) => left.has(one)) : undefined;
  }
  return border;
}

function eachEdge(shapes: Shapes, row: number, visit: (from: Place, to: Place) => void): void {
  for (let ring = shapes.ringStart[row] as number; ring < (shapes.ringStart[row + 1] as number); ring++) {
    const [first, end] = [shapes.cornerStart[ring] as number, shapes.cornerStart[ring + 1] as number];
    let last = end - 1;
    for (let at = first; at < end; last = at, at++) {
      visit([shapes.x[last] as number, shapes.y[last] as number], [shapes.x[at] as number, shapes.y[at] as number]);
    }
  }
}

function keyOf([x, y]: Place): string {
  return `${x},${y}`;
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
