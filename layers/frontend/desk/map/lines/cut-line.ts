/** A line across a unit: its smaller side becomes a new one, or goes to the one painted into.
 * Drawn in one go, or point by point; a second tap at the last point, or a double click there, ends it. */

import { toLonLat } from "ol/proj.js";

import { announce } from "../../../core/dom.ts";
import { t } from "../../../core/words.ts";
import { fullName } from "../../panels/names.ts";
import type { LonLat } from "../../wire.ts";
import type { MapDesk, Place } from "../material.ts";
import { householdsOf } from "../spoken.ts";
import type { Bench, Spot, Tool } from "../tools/tool.ts";
import { mayCutOpen } from "./options.ts";
import { Points } from "./points.ts";
import { distance, isLeft, thinned } from "./polyline.ts";
import { snap } from "./snapping.ts";
import { outcomeOf, spokenSides, stopTelling, tellSides, type Outcome } from "./telling.ts";
import { changing } from "./whole.ts";

/** Pixels: how near a tap means a point that is there, how near a line is put on a barrier, and how
 * far apart points of a line drawn in one go are. */
const NEAR = 14;
const SNAP = 10;
const APART = 4;

export function cutLineTool(bench: Bench): Tool {
  return new CutLine(bench);
}

class CutLine implements Tool {
  readonly #points: Points;
  #free: Place[] | null = null;

  constructor(private readonly bench: Bench) {
    this.#points = new Points(bench.resolution, () => this.#show());
  }

  tap({ place }: Spot): void {
    const { last, places } = this.#points;
    if (last && distance(last, place) <= NEAR * this.bench.resolution()) return places.length > 1 ? this.#end(places) : undefined;
    this.#points.add(this.#snapped(place));
    this.#speak();
  }

  begin({ place }: Spot): void {
    this.#points.clear();
    this.#free = [this.#snapped(place)];
  }

  drag({ place }: Spot): void {
    this.#free?.push(place);
    if (this.#free) this.#show();
  }

  finish({ place }: Spot): void {
    if (this.#free) this.#end(thinned([...this.#free, this.#snapped(place)], APART * this.bench.resolution()));
  }

  hover({ place }: Spot): void {
    if (this.#points.places.length) this.#show(place);
  }

  key(event: KeyboardEvent): boolean {
    return this.#points.key(event);
  }

  cancel(): boolean {
    const was = this.#points.clear() || this.#free !== null;
    this.#free = null;
    this.bench.sketch.clear();
    if (was) stopTelling(this.bench.desk);
    return was;
  }

  leave(): void {
    this.cancel();
  }

  #snapped(place: Place): Place {
    return snap(this.bench.desk, place, SNAP * this.bench.resolution()).place;
  }

  #show(to?: Place): void {
    const drawn = this.#free ?? this.#points.places;
    const line = to ? [...drawn, this.#snapped(to)] : drawn;
    this.bench.sketch.line(line, this.#points.chosenPlace);
    const sides = sidesOf(this.bench.desk, line, this.bench.hand.paint);
    if (sides) tellSides(this.bench.desk, sides.moving, sides.outcomes);
  }

  #speak(): void {
    const sides = sidesOf(this.bench.desk, this.#points.places, this.bench.hand.paint);
    if (sides) announce(spokenSides(this.bench.desk, sides.outcomes));
  }

  #end(drawn: readonly Place[]): void {
    const { desk, hand } = this.bench;
    const sides = sidesOf(desk, drawn, hand.paint);
    const line = drawn.map(([x, y]) => toLonLat([x, y]) as LonLat);
    this.cancel();
    if (!sides || line.length < 2) return announce(t("这条线没有经过任何单位。"));
    const to = hand.paint !== null && hand.paint !== sides.unit ? { to: hand.paint } : {};
    desk.submit({ kind: "cut_line", unit: sides.unit, line, cut_open: mayCutOpen(), ...to });
    announce(t("沿线切开 {unit}。", { unit: fullName(desk, sides.unit) }));
  }
}

interface Sides {
  unit: number;
  moving: number[];
  outcomes: Outcome[];
}

/** The unit most of the line runs through, and its smaller side, judged by cells' inner points. */
export function sidesOf(desk: MapDesk, line: readonly Place[], to: number | null): Sides | null {
  const unit = line.length > 1 ? unitUnder(desk, line) : null;
  if (unit === null) return null;
  const { x, y } = desk.ground;
  const rows = desk.rowsOf(unit);
  const left = new Set(changing(desk, rows, new Set(rows.filter((row) => isLeft(line, [x[row] as number, y[row] as number])))));
  const parted: [number[], number[]] = [[...left], rows.filter((row) => !left.has(row))];
  const sizes = parted.map((rows) => [householdsOf(desk, rows), rows.length] as const) as [Size, Size];
  const moving = parted[isLess(sizes[0], sizes[1]) ? 0 : 1];
  const goal = to !== null && to !== unit && desk.unit(to)?.level === desk.level ? to : null;
  const gained = goal === null ? { unit: null, households: householdsOf(desk, moving) } : outcomeOf(desk, goal, moving, []);
  return { unit, moving, outcomes: [outcomeOf(desk, unit, [], moving), gained] };
}

type Size = readonly [number, number];

/** Fewer households; of equals fewer cells, as the server has it. */
function isLess([people, cells]: Size, [others, otherCells]: Size): boolean {
  return people < others || (people === others && cells <= otherCells);
}

const LOOKS = 40;

function unitUnder(desk: MapDesk, line: readonly Place[]): number | null {
  const count = new Map<number, number>();
  for (let at = 1; at < line.length; at++) {
    const [from, to] = [line[at - 1] as Place, line[at] as Place];
    const looks = Math.max(1, Math.ceil(LOOKS / (line.length - 1)));
    for (let look = 0; look < looks; look++) {
      const share = (look + 0.5) / looks;
      const row = desk.shapes.rowAt([from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]);
      const unit = row === null ? 0 : desk.unitOf(row);
      if (unit) count.set(unit, (count.get(unit) ?? 0) + distance(from, to) / looks);
    }
  }
  return [...count].sort((one, other) => other[1] - one[1])[0]?.[0] ?? null;
}
