/** What a colouring means: its classes, and the class of a unit or building. */

import { classOf, niceBreaks } from "./class-breaks.ts";
import type { Figures } from "./model.ts";
import { whole } from "./numbers.ts";
import { DENSITY, FLOORS, GRIDS, HOUSEHOLDS, STANDING, UNKNOWN, USES } from "./palettes.ts";
import { FAR, STANDINGS, standingOf, symbolOf, type Standing } from "./standing.ts";
import type { Colouring } from "./state.ts";
import { t } from "./words.ts";

export interface PaintClass {
  label: string;
  colour: string;
  /** Drawn with a hatch, so that the class can be told without its colour. */
  standing?: Standing;
  symbol?: string;
}

export interface Scheme {
  title: string;
  unit: string;
  about: "units" | "buildings";
  classes: PaintClass[];
  /** The class of a unit by its figures and its own key; null where nothing is known. */
  ofUnit(figures: Figures | null, key: string): number | null;
  ofBuilding(use: string, floors: number | null): number | null;
  /** The second line of a unit's label. */
  label(figures: Figures | null): string;
}

export interface Bounds {
  least: number;
  most: number;
}

export interface Material {
  figures: readonly (Figures | null)[];
  bounds: Bounds | null;
  /** Colour numbers of the units, so that neighbours differ. */
  colours: ReadonlyMap<string, number>;
}

const NONE = {
  ofUnit: () => null,
  ofBuilding: () => null,
  label: () => "",
};

/** Upper ends of the classes of floors: low, walk-up, with lift, high-rise, above. */
const FLOOR_LIMITS = [4, 7, 10, 19];

export function schemeFor(by: Colouring, material: Material): Scheme {
  switch (by) {
    case "households":
      return ramp(t("户数"), t("户"), HOUSEHOLDS, material, (figures) => figures.households);
    case "density":
      return ramp(t("人口密度"), t("人/平方公里"), DENSITY, material, (figures) => figures.density);
    case "deviation":
      return deviation(material.bounds);
    case "grid":
      return categorical(material.colours);
    case "floors":
      return floors();
    case "use":
      return uses();
  }
}

function ramp(
  title: string,
  unit: string,
  palette: readonly string[],
  { figures }: Material,
  value: (figures: Figures) => number | null,
): Scheme {
  const values = figures.map((row) => (row ? value(row) : null)).filter((one): one is number => one !== null);
  const limits = niceBreaks(values, palette.length);
  const colours = spread(palette, limits.length + 1);
  return {
    ...NONE,
    title,
    unit,
    about: "units",
    classes: values.length ? colours.map((colour, at) => ({ colour, label: range(limits, at) })) : [],
    ofUnit: (row) => {
      const found = row ? value(row) : null;
      return found === null ? null : classOf(found, limits);
    },
    label: (row) => (row && value(row) !== null ? `${whole(value(row))} ${unit}` : ""),
  };
}

/** `count` colours from a ramp, its ends included as far as there are enough. */
function spread(palette: readonly string[], count: number): string[] {
  const last = palette.length - 1;
  const at = (index: number) => (count === 1 ? Math.floor(last / 2) : Math.round((index * last) / (count - 1)));
  return Array.from({ length: count }, (_, index) => palette[at(index)] as string);
}

function range(limits: readonly number[], at: number): string {
  const from = limits[at - 1];
  const to = limits[at];
  if (from === undefined && to === undefined) return t("全部相同");
  if (from === undefined) return t("不足 {to}", { to: whole(to) });
  if (to === undefined) return t("{from} 及以上", { from: whole(from) });
  return `${whole(from)}—${whole(to)}`;
}

function deviation(bounds: Bounds | null): Scheme {
  const far = `${FAR * 100}%`;
  const labels: Record<Standing, string> = {
    "far-below": t("低于下限 {far} 以上", { far }),
    below: t("低于下限，{far} 以内", { far }),
    within: t("在限内"),
    above: t("高于上限，{far} 以内", { far }),
    "far-above": t("高于上限 {far} 以上", { far }),
  };
  const classes = STANDINGS.map((standing) => ({
    standing,
    label: labels[standing],
    colour: STANDING[standing],
    symbol: symbolOf(standing),
  }));
  const standing = (row: Figures) => standingOf(row.deviation, bounds?.least ?? 0, bounds?.most ?? 0);
  return {
    ...NONE,
    title: t("与上下限的差距"),
    unit: bounds ? t("{least}—{most} 户", { least: whole(bounds.least), most: whole(bounds.most) }) : "",
    about: "units",
    classes: bounds ? classes : [],
    ofUnit: (row) => (row && bounds ? STANDINGS.indexOf(standing(row)) : null),
    label: (row) => (row && bounds ? deviationLabel(row, standing(row)) : ""),
  };
}

function deviationLabel({ households, deviation: by }: Figures, standing: Standing): string {
  if (by === 0) return `${whole(households)} ${t("户")}`;
  return `${symbolOf(standing)} ${by > 0 ? "+" : ""}${whole(by)} ${t("户")}`;
}

function categorical(colours: ReadonlyMap<string, number>): Scheme {
  return {
    ...NONE,
    title: t("网格"),
    unit: t("相邻网格颜色不同，颜色本身没有含义"),
    about: "units",
    classes: GRIDS.map((colour) => ({ colour, label: "" })),
    ofUnit: (_, key) => (colours.get(key) ?? 0) % GRIDS.length,
    label: (row) => (row ? `${whole(row.households)} ${t("户")}` : ""),
  };
}

function floors(): Scheme {
  const names = ["1—3", "4—6", "7—9", "10—18", t("19 及以上")];
  const classes = FLOORS.map((colour, at) => ({ colour, label: names[at] as string }));
  return {
    ...NONE,
    title: t("建筑层数"),
    unit: t("层"),
    about: "buildings",
    classes: [...classes, { colour: UNKNOWN, label: t("未知") }],
    ofBuilding: (_, count) => (count === null ? FLOORS.length : classOf(count, FLOOR_LIMITS)),
  };
}

function uses(): Scheme {
  const names: Record<string, string> = {
    residential: t("住宅"),
    mixed: t("商住"),
    commercial: t("商业"),
    office: t("办公"),
    public: t("公共服务"),
    industrial: t("工业仓储"),
    other: t("其他"),
    unknown: t("未知"),
  };
  const keys = Object.keys(USES);
  return {
    ...NONE,
    title: t("建筑用途"),
    unit: "",
    about: "buildings",
    classes: keys.map((key) => ({ colour: USES[key] as string, label: names[key] as string })),
    ofBuilding: (use) => Math.max(0, keys.indexOf(keys.includes(use) ? use : "unknown")),
  };
}
