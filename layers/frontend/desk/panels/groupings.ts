/** The ways in which the table lists cells: each alone, by street face, by compound, by grid. */

import { t } from "../../core/words.ts";
import type { GroundPart } from "../parts.ts";

export const GROUPINGS = ["cell", "face", "compound", "grid"] as const;
export type GroupingName = (typeof GROUPINGS)[number];

/** Items 0 to count - 1, each some rows under a name. */
export interface Grouping {
  readonly count: number;
  rows(item: number): readonly number[];
  name(item: number): string;
}

export const USES = ["homes", "other", "open"] as const;
export type Use = (typeof USES)[number];

/** What stands in a cell, as far as the ground tells: homes, other buildings, nothing. */
export function useOf(ground: GroundPart, row: number): Use {
  if ((ground.households[row] ?? 0) > 0) return "homes";
  return (ground.buildings[row] ?? 0) > 0 ? "other" : "open";
}

/** A piece whose cut was taken back keeps its row, and is nowhere any more. */
function isGone(ground: GroundPart, row: number): boolean {
  return (ground.piece[row] ?? 0) > 0 && !ground.area[row];
}

export function cellName(ground: GroundPart, row: number): string {
  const number = ground.number[row] ?? row + 1;
  const piece = ground.piece[row] ?? 0;
  const cell = piece ? t("单元 {number}-{piece}", { number, piece }) : t("单元 {number}", { number });
  const compound = ground.compounds[ground.compound[row] ?? -1]?.name;
  return compound ? `${cell} · ${compound}` : cell;
}

export function byCell(ground: GroundPart): Grouping {
  return { count: ground.n, rows: (row) => [row], name: (row) => cellName(ground, row) };
}

/** Cells that hang together without a barrier between them. */
export function byFace(ground: GroundPart): Grouping {
  const seen = new Uint8Array(ground.n);
  const faces: (readonly number[])[] = [];
  for (let row = 0; row < ground.n; row++) {
    if (seen[row]) continue;
    const face = ground.face(row);
    for (const other of face) seen[other] = 1;
    faces.push(face);
  }
  const name = (item: number) => {
    const first = faces[item]?.[0] ?? 0;
    return `${t("街面 {number}", { number: item + 1 })} · ${landmark(ground, faces[item] ?? []) ?? cellName(ground, first)}`;
  };
  return { count: faces.length, rows: (item) => faces[item] ?? [], name };
}

export function byCompound(ground: GroundPart): Grouping {
  const rows = ground.compounds.map((_, place) => [...ground.rowsOfCompound(place)]);
  const filled = ground.compounds.map((_, place) => place).filter((place) => rows[place]?.length);
  const place = (item: number) => filled[item] ?? 0;
  const name = (item: number) => ground.compounds[place(item)]?.name || t("小区 {number}", { number: item + 1 });
  return { count: filled.length, rows: (item) => rows[place(item)] ?? [], name };
}

export interface Member {
  number: number;
  name: string;
}

export function byUnit(units: readonly Member[], labels: ArrayLike<number>): Grouping {
  const rows = new Map<number, number[]>(units.map(({ number }) => [number, []]));
  for (let row = 0; row < labels.length; row++) rows.get(labels[row] as number)?.push(row);
  const at = (item: number) => units[item]?.number ?? 0;
  return { count: units.length, rows: (item) => rows.get(at(item)) ?? [], name: (item) => units[item]?.name ?? "" };
}

/** The compound that most of these rows belong to. */
function landmark(ground: GroundPart, rows: readonly number[]): string | null {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const place = ground.compound[row] ?? -1;
    if (place >= 0) counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most ? (ground.compounds[most[0]]?.name ?? null) : null;
}

export interface Filter {
  text: string;
  use: Use | "";
  /** Rows of the unit that is asked for, null for all. */
  within: ReadonlySet<number> | null;
}

/** The items that have a row which fits. */
export function fitting(grouping: Grouping, ground: GroundPart, filter: Filter, unitName: (row: number) => string): number[] {
  const { text, use, within } = filter;
  const found: number[] = [];
  for (let item = 0; item < grouping.count; item++) {
    const rows = grouping.rows(item).filter((row) => !isGone(ground, row));
    if (!rows.length && grouping.rows(item).length) continue;
    if (within && !rows.some((row) => within.has(row))) continue;
    if (use && !rows.some((row) => useOf(ground, row) === use)) continue;
    if (text && !grouping.name(item).includes(text) && !rows.some((row) => unitName(row).includes(text))) continue;
    found.push(item);
  }
  return found;
}
