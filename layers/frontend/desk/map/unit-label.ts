/** A unit's name on the desk's map: name, households and how they stand; badges above it. */

import Point from "ol/geom/Point.js";
import { Fill, Stroke, Style, Text } from "ol/style.js";

import { t } from "../../core/words.ts";
import { COLOUR, font, zoomOf } from "../../map/theme.ts";
import { labelPoint, type UnitFeature } from "../../map/unit-style.ts";
import type { MapDesk } from "./material.ts";
import { faultsOf, householdsText, shortName } from "./unit-words.ts";

/** From which zoom on a level has names, and figures below them. */
const FROM = { grid: { name: 13.6, figures: 14.2 }, community: { name: 11.5, figures: 12.4 } };

export function labelStyles(desk: MapDesk, feature: UnitFeature, resolution: number): Style[] {
  const number = Number(feature.getId());
  const unit = desk.unit(number);
  const at = labelPoint(feature);
  if (!unit || !at) return [];
  const zoom = zoomOf(resolution);
  const badges = badgesOf(desk, number).map((badge, index) => badgeStyle(at, badge, index));
  if (zoom < FROM[desk.level].name) return badges;
  const figures = zoom < FROM[desk.level].figures ? "" : householdsText(desk.facts, desk.level, desk.figures(number));
  const parent = unit.parent === null ? null : desk.unit(unit.parent);
  return [nameStyle(at, shortName(unit, parent), figures), ...badges];
}

function nameStyle(geometry: Point, name: string, figures: string): Style {
  const rich = [name, font(13, 700), ...(figures ? ["\n", "", figures, font(12)] : [])];
  return new Style({
    geometry,
    text: new Text({
      text: rich,
      fill: new Fill({ color: COLOUR.ink }),
      stroke: new Stroke({ color: COLOUR.halo, width: 3.5 }),
      overflow: true,
      padding: [2, 4, 2, 4],
    }),
  });
}

interface Badge {
  text: string;
  colour: string;
}

function badgesOf(desk: MapDesk, number: number): Badge[] {
  const faults = faultsOf(desk, number, desk.level).map((text) => ({ text: `! ${text}`, colour: "#a3231a" }));
  const locked = desk.unit(number)?.locked ? [{ text: t("已锁定"), colour: COLOUR.ink }] : [];
  return [...faults, ...locked];
}

function badgeStyle(geometry: Point, { text, colour }: Badge, index: number): Style {
  return new Style({
    geometry,
    text: new Text({
      text,
      font: font(11.5, 700),
      offsetY: -32 - 20 * index,
      fill: new Fill({ color: "#ffffff" }),
      backgroundFill: new Fill({ color: colour }),
      backgroundStroke: new Stroke({ color: "#ffffff", width: 1 }),
      padding: [2, 5, 1, 5],
      declutterMode: "none",
    }),
    zIndex: 10,
  });
}
