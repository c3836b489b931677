/** What the units are called on the map, and how large. */

import { COLOUR } from "./theme.ts";
import type { LabelWish, UnitFeature } from "./unit-style.ts";

export type Naming = (feature: { get(key: string): unknown }) => string;

/** The name in the reader's language; the English one only where there is one. */
export function namingIn(language: "zh" | "en"): Naming {
  return (feature) => {
    const english = language === "en" ? feature.get("name_en") : "";
    return String(english || feature.get("name") || "");
  };
}

export function communityLabel(name: Naming): LabelWish {
  return { text: (feature) => name(feature), size: 14, weight: 700, colour: COLOUR.ink, from: 12.4 };
}

/** A grid inside its community needs only what the community's name does not say. */
export function gridLabel(name: Naming): LabelWish {
  const text = (feature: UnitFeature) => {
    const parent = feature.get("parent") as { name: string } | null;
    const full = name(feature);
    return parent && full.startsWith(parent.name) ? full.slice(parent.name.length) || full : full;
  };
  return { text, size: 12.5, weight: 500, colour: COLOUR.grid, from: 14.2 };
}

export function suggestedLabel(kind: "merge" | "divide"): LabelWish {
  const text = (feature: UnitFeature) => {
    const full = String(feature.get("name") ?? "");
    const community = feature.get("community") as { name: string } | null;
    return community && full.startsWith(community.name) ? full.slice(community.name.length) : full;
  };
  const merge = kind === "merge";
  return { text, size: merge ? 14 : 12.5, weight: merge ? 700 : 500, colour: COLOUR.ink, from: merge ? 12.4 : 14.2 };
}
