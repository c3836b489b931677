/** How far a unit lies outside its bounds, in five classes. */

export type Standing = "far-below" | "below" | "within" | "above" | "far-above";

export const STANDINGS: readonly Standing[] = ["far-below", "below", "within", "above", "far-above"];

/** Beyond this share of the bound a unit is far outside. */
export const FAR = 0.2;

/** `deviation` in households: negative below `least`, positive above `most`, 0 inside. */
export function standingOf(deviation: number, least: number, most: number): Standing {
  if (deviation < 0) return -deviation > FAR * least ? "far-below" : "below";
  if (deviation > 0) return deviation > FAR * most ? "far-above" : "above";
  return "within";
}

const SYMBOLS: Record<Standing, string> = {
  "far-below": "▼▼",
  below: "▼",
  within: "●",
  above: "▲",
  "far-above": "▲▲",
};

/** A mark that says the standing without colour. */
export function symbolOf(standing: Standing): string {
  return SYMBOLS[standing];
}
