/** The border of two units dragged to where it is to run: it moves once, for both. Pulled like a
 * rubber band; or begun with a tap on it, led point by point, and ended with a tap on it again, or a second
 * tap at the last point. */

import { toLonLat } from "ol/proj.js";

import { announce } from "../../../core/dom.ts";
import { t } from "../../../core/words.ts";
import { fullName } from "../../panels/names.ts";
import type { LonLat } from "../../wire.ts";
import type { Place } from "../material.ts";
import type { Bench, Spot, Tool } from "../tools/tool.ts";
import { borderAt, type Common } from "./borders.ts";
import { mayCutOpen } from "./options.ts";
import { Points } from "./points.ts";
import { distance, locate, part, placeAt, pull } from "./polyline.ts";
import { snap } from "./snapping.ts";
import { outcomeOf, spokenSides, stopTelling, tellSides, type Outcome } from "./telling.ts";
import { changing } from "./whole.ts";

/** Pixels: how near a border is taken hold of, how near a point is put on a barrier, and the
 * stretch that follows the hand at first on either side; it grows as the hand goes farther. */
const NEAR = 14;
const SNAP = 10;
const REACH = 60;
const FOLLOWS = 1.5;

interface Held {
  border: Common;
  along: number;
}

interface Course {
  before: Place[];
  after: Place[];
}

export function dragBoundaryTool(bench: Bench): Tool {
  return new DragBoundary(bench);
}

class DragBoundary implements Tool {
  readonly #points: Points;
  #held: Held | null = null;
  #course: Course | null = null;
  #pulling = false;

  constructor(private readonly bench: Bench) {
    this.#points = new Points(bench.resolution, () => this.#lead());
  }

  tap({ place }: Spot): void {
    if (!this.#held) return this.#start(place);
    const back = this.#backOn(place);
    const { last } = this.#points;
    if (last && this.#course && distance(last, place) <= NEAR * this.bench.resolution()) return this.#end(this.#course);
    if (back === null) {
      this.#points.add(this.#snapped(place));
      return this.#speak();
    }
    if (this.#points.places.length) this.#end(this.#courseTo(back));
  }

  begin({ place }: Spot): void {
    this.cancel();
    this.#held = this.#hold(place);
    this.#pulling = this.#held !== null;
    if (!this.#pulling) announce(t("这里没有两个单位的边界。"));
  }

  drag({ place }: Spot): void {
    if (this.#pulling) this.#pull(place);
  }

  finish({ place }: Spot): void {
    if (!this.#pulling) return;
    this.#pull(place);
    if (this.#course) this.#end(this.#course);
  }

  hover({ place }: Spot): void {
    if (this.#held) return this.#lead(place);
    const under = borderAt(this.bench.desk, this.bench.hand.rows, place, NEAR * this.bench.resolution());
    this.bench.sketch.line(under?.border.line ?? [], under?.spot.place ?? null);
  }

  key(event: KeyboardEvent): boolean {
    return this.#points.key(event);
  }

  cancel(): boolean {
    const was = this.#held !== null;
    this.#held = this.#course = null;
    this.#pulling = false;
    this.#points.clear();
    this.bench.sketch.clear();
    if (was) stopTelling(this.bench.desk);
    return was;
  }

  leave(): void {
    this.cancel();
  }

  #hold(place: Place): Held | null {
    const found = borderAt(this.bench.desk, this.bench.hand.rows, place, NEAR * this.bench.resolution());
    return found && { border: found.border, along: found.spot.along };
  }

  #start(place: Place): void {
    this.#held = this.#hold(place);
    if (!this.#held) return announce(t("这里没有两个单位的边界。"));
    const [one, other] = this.#held.border.units.map((unit) => fullName(this.bench.desk, unit));
    announce(t("{one}与{other}的边界。逐点画出新的走向，再点回边界结束。", { one: one ?? "", other: other ?? "" }));
    this.#lead();
  }

  /** Where on the border in hand a place lies, in metres along it; null away from it. */
  #backOn(place: Place): number | null {
    const { border } = this.#held as Held;
    const spot = locate(border.line, place);
    return spot && spot.gap <= NEAR * this.bench.resolution() ? spot.along : null;
  }

  #snapped(place: Place): Place {
    return snap(this.bench.desk, place, SNAP * this.bench.resolution()).place;
  }

  #pull(place: Place): void {
    const { border, along } = this.#held as Held;
    const to = this.#snapped(place);
    const resolution = this.bench.resolution();
    const reach = Math.max(REACH * resolution, FOLLOWS * distance(placeAt(border.line, along), to));
    this.#show(pull(border.line, along, to, reach));
  }

  /** The new course as far as it is drawn, closed where it would best meet the border again. */
  #lead(to?: Place): void {
    const { border, along } = this.#held as Held;
    const last = to ?? this.#points.last ?? placeAt(border.line, along);
    const end = locate(border.line, last)?.along ?? along;
    const places = to && this.#backOn(to) === null ? [...this.#points.places, this.#snapped(to)] : this.#points.places;
    this.#show(courseOf(border, along, places, end));
  }

  #courseTo(end: number): Course {
    const { border, along } = this.#held as Held;
    return courseOf(border, along, this.#points.places, end);
  }

  #show(course: Course): void {
    const { desk, sketch } = this.bench;
    this.#course = course;
    sketch.line(course.after, this.#points.chosenPlace);
    const { moving, outcomes } = this.#outcome(course);
    tellSides(desk, moving, outcomes);
  }

  #speak(): void {
    if (this.#course) announce(spokenSides(this.bench.desk, this.#outcome(this.#course).outcomes));
  }

  #outcome(course: Course): { moving: number[]; outcomes: Outcome[] } {
    const { desk } = this.bench;
    const [one, other] = (this.#held as Held).border.units;
    const swept = desk.shapes.rowsIn([...course.before, ...[...course.after].reverse()].map(([x, y]) => [x, y]));
    const inside = new Set(swept);
    const [lost, gained] = [one, other].map((unit) => changing(desk, desk.rowsOf(unit), inside)) as [number[], number[]];
    return { moving: [...lost, ...gained], outcomes: [outcomeOf(desk, one, gained, lost), outcomeOf(desk, other, lost, gained)] };
  }

  #end({ before, after }: Course): void {
    const { desk } = this.bench;
    const [one, other] = (this.#held as Held).border.units;
    this.cancel();
    const lonlat = (line: readonly Place[]) => line.map(([x, y]) => toLonLat([x, y]) as LonLat);
    desk.submit({
      kind: "drag_boundary",
      units: [one, other],
      before: lonlat(before),
      after: lonlat(after),
      cut_open: mayCutOpen(),
    });
    announce(t("已移动{one}与{other}的边界。", { one: fullName(desk, one), other: fullName(desk, other) }));
  }
}

function courseOf({ line }: Common, start: number, places: readonly Place[], end: number): Course {
  return { before: part(line, start, end), after: [placeAt(line, start), ...places, placeAt(line, end)] };
}
