/** The draft with the ground and shapes the map draws and picks from. */

import type { Desk } from "../desk.ts";
import type { Ground } from "../ground.ts";
import type { Shapes } from "../shapes.ts";

export type MapDesk = Desk<Ground, Shapes>;

/** Metres of EPSG:3857, east and north. */
export type Place = readonly [number, number];
