/** The two states that are compared: their outlines, their figures, and the ground that moved. */

import VectorSource from "ol/source/Vector.js";

import type { Figures } from "../core/model.ts";
import { getJson } from "../core/requests.ts";
import { readUnits, unitSources, type UnitSources } from "../map/sources.ts";
import type { UnitFeature } from "../map/unit-style.ts";

interface Answer {
  before: { label: string; outlines: object };
  after: { label: string; outlines: object };
  moved: object;
}

/** One state: its units by level, as the map draws them. */
export interface Side {
  label: string;
  units: UnitSources;
}

export interface Sides {
  before: Side;
  after: Side;
  /** Ground that belongs to another unit after than before. */
  moved: VectorSource;
}

export async function loadSides(url: string): Promise<Sides> {
  const { before, after, moved } = await getJson<Answer>(url);
  const ground = new VectorSource({ wrapX: false });
  ground.addFeatures(readUnits(moved));
  return {
    before: { label: before.label, units: byLevel(before.outlines) },
    after: { label: after.label, units: byLevel(after.outlines) },
    moved: ground,
  };
}

/** What the figures of both sides are, so that one colouring fits both. */
export function figuresOfBoth({ before, after }: Sides, level: "community" | "grid"): (Figures | null)[] {
  const features = [before, after].flatMap(({ units }) => units[level].getFeatures());
  return features.map((feature) => (feature.get("figures") as Figures | null) ?? null);
}

function byLevel(outlines: object): UnitSources {
  const units = unitSources();
  for (const feature of readUnits(outlines)) sourceOf(units, feature).addFeature(feature);
  return units;
}

function sourceOf(units: UnitSources, feature: UnitFeature): VectorSource {
  return feature.get("level") === "community" ? units.community : units.grid;
}
