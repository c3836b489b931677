/** A stretch of the border of two units locked: the cells on both sides of it. Two taps on the
 * border mark its ends; a second tap at the same place means all of it. */

import { announce } from "../../../core/dom.ts";
import { t } from "../../../core/words.ts";
import { fullName } from "../../panels/names.ts";
import type { MapDesk, Place } from "../material.ts";
import type { Bench, Spot, Tool } from "../tools/tool.ts";
import { borderAt, type Common } from "./borders.ts";
import { distance, locate, measures, part, placeAt } from "./polyline.ts";
import { stopTelling } from "./telling.ts";

const NEAR = 14;

export function lockStretchTool(bench: Bench): Tool {
  return new LockStretch(bench);
}

class LockStretch implements Tool {
  #border: Common | null = null;
  #start = 0;

  constructor(private readonly bench: Bench) {}

  tap({ place }: Spot): void {
    const reach = NEAR * this.bench.resolution();
    if (!this.#border) return this.#begin(place, reach);
    const spot = locate(this.#border.line, place);
    if (!spot || spot.gap > reach) return announce(t("请点在同一段边界上。"));
    const same = distance(placeAt(this.#border.line, this.#start), place) <= reach;
    this.#end(same ? [0, Infinity] : [this.#start, spot.along]);
  }

  hover({ place }: Spot): void {
    const { desk, hand, sketch } = this.bench;
    if (!this.#border) {
      const under = borderAt(desk, hand.rows, place, NEAR * this.bench.resolution());
      return sketch.line(under?.border.line ?? [], under?.spot.place ?? null);
    }
    const along = locate(this.#border.line, place)?.along ?? this.#start;
    sketch.line(part(this.#border.line, this.#start, along), null);
    desk.select(rowsBeside(this.#border, this.#start, along), "replace");
  }

  cancel(): boolean {
    const was = this.#border !== null;
    this.#border = null;
    this.bench.sketch.clear();
    if (was) stopTelling(this.bench.desk);
    return was;
  }

  leave(): void {
    this.cancel();
  }

  #begin(place: Place, reach: number): void {
    const { desk, hand, sketch } = this.bench;
    const found = borderAt(desk, hand.rows, place, reach);
    if (!found) return announce(t("这里没有两个单位的边界。"));
    this.#border = found.border;
    this.#start = found.spot.along;
    sketch.line(found.border.line, found.spot.place);
    const [one, other] = found.border.units.map((unit) => fullName(desk, unit));
    announce(t("{one}与{other}的边界。再点一处定出一段，点原处为整条。", { one: one ?? "", other: other ?? "" }));
  }

  #end([start, end]: readonly [number, number]): void {
    const { desk } = this.bench;
    const cells = rowsBeside(this.#border as Common, start, end);
    this.cancel();
    lockOrFree(desk, cells);
  }
}

/** The cells on both sides of a stretch. */
export function rowsBeside({ line, edges }: Common, start: number, end: number): number[] {
  const [from, to] = start < end ? [start, end] : [end, start];
  const reached = measures(line);
  const touched = edges.filter((_, at) => (reached[at + 1] as number) > from && (reached[at] as number) < to);
  return [...new Set(touched.flatMap(({ rows }) => rows))].sort((one, other) => one - other);
}

function lockOrFree(desk: MapDesk, cells: number[]): void {
  if (!cells.length) return announce(t("这里没有两个单位的边界。"));
  const kind = cells.every((row) => desk.locked.has(row)) ? "unlock" : "lock";
  desk.submit({ kind, units: [], cells });
  const said = kind === "lock" ? t("已锁定边界两侧的 {count} 个单元。", { count: cells.length }) : t("已解锁边界两侧的 {count} 个单元。", { count: cells.length });
  announce(said);
}
