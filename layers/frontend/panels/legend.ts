/** The legend: classes with their units, how many units are in each, and where figures come from. */

import { byId, el } from "../core/dom.ts";
import type { County } from "../core/model.ts";
import { UNKNOWN } from "../core/palettes.ts";
import type { PaintClass, Scheme } from "../core/scheme.ts";
import { t } from "../core/words.ts";
import { hatched } from "../map/hatches.ts";

export const WIDTH = 28;
export const HEIGHT = 18;

export interface LegendContent {
  scheme: Scheme;
  /** Units in each class, and those of which nothing is known. */
  counts: number[];
  unknown: number;
  county: County;
  /** Buildings are painted but the map is too small to show them. */
  hidden: boolean;
  zoomIn: () => void;
}

export function showLegend({ scheme, counts, unknown, county, hidden, zoomIn }: LegendContent): void {
  const rows = scheme.classes.filter((entry) => entry.label);
  const list = rows.map((entry, at) => row(entry, scheme.about === "units" ? (counts[at] ?? 0) : null));
  if (unknown && scheme.about === "units") list.push(row({ label: t("无数据或不在查看范围"), colour: UNKNOWN }, unknown));
  const unit = scheme.unit ? el("span", { class: "legend-unit" }, scheme.unit) : null;
  byId("legend").replaceChildren(
    el("h2", { id: "legend-title" }, scheme.title, unit),
    list.length ? el("ul", { class: "legend-classes" }, ...list) : swatches(scheme),
    ...(hidden ? [hint(zoomIn)] : []),
    citation(county),
  );
}

function row(entry: PaintClass, count: number | null): HTMLElement {
  return legendRow(filled(entry), entry, count);
}

/** A sample, the sign of its class if it has one, and what it means. */
export function legendRow(sample: HTMLElement, entry: Pick<PaintClass, "label" | "symbol">, count: number | null = null): HTMLElement {
  return el(
    "li",
    {},
    sample,
    entry.symbol ? el("span", { class: "legend-symbol", "aria-hidden": "true" }, entry.symbol) : null,
    el("span", { class: "legend-label" }, entry.label),
    count === null ? null : el("span", { class: "legend-count" }, t("{count} 个", { count })),
  );
}

function swatches(scheme: Scheme): HTMLElement {
  return el("div", { class: "legend-swatches", "aria-hidden": "true" }, ...scheme.classes.map(filled));
}

/** A class as it is filled on the map. */
export function filled({ colour, standing }: Pick<PaintClass, "colour" | "standing">): HTMLElement {
  return swatch((pen) => {
    pen.fillStyle = hatched(colour, standing);
    pen.fillRect(0, 0, WIDTH, HEIGHT);
  });
}

/** A small canvas with what is drawn on it, `WIDTH` by `HEIGHT`. */
export function swatch(draw: (pen: CanvasRenderingContext2D) => void): HTMLElement {
  const canvas = el("canvas", { class: "swatch", width: WIDTH, height: HEIGHT, "aria-hidden": "true" });
  const pen = canvas.getContext("2d");
  if (pen) draw(pen);
  return canvas;
}

function hint(zoomIn: () => void): HTMLElement {
  const button = el("button", { class: "button button-small button-quiet" }, t("放大到建筑"));
  button.addEventListener("click", zoomIn);
  return el("p", { class: "legend-hint" }, t("放大后显示建筑。"), button);
}

function citation({ edition, rule_set }: County): HTMLElement {
  const parts = [
    edition ? t("第 {number} 版", { number: edition.number }) : "",
    rule_set ? t("规则第 {number} 号", { number: rule_set.number }) : "",
  ];
  return el("p", { class: "legend-source" }, `${t("依据：")}${parts.filter(Boolean).join(t("，"))}`);
}
