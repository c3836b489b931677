/** What the server tells the member's page. */

/** Pixels of the picture: `left + (lon - west) * x`, `top + (north - lat) * y`. */
export interface Frame {
  west: number;
  north: number;
  x: number;
  y: number;
  left: number;
  top: number;
  width: number;
  height: number;
  /** Metres one pixel is. */
  metres: number;
}

export interface MemberConfig {
  person: number;
  grid: string;
  report: string;
  signIn: string;
  worker: string;
  frame: Frame;
}

export type Pixel = readonly [number, number];
export type Spot = readonly [number, number];

export function pixelOf(frame: Frame, [lon, lat]: Spot): Pixel {
  return [frame.left + (lon - frame.west) * frame.x, frame.top + (frame.north - lat) * frame.y];
}

/** Longitude and latitude, to a centimetre. */
export function spotOf(frame: Frame, [x, y]: Pixel): Spot {
  const lon = frame.west + (x - frame.left) / frame.x;
  const lat = frame.north - (y - frame.top) / frame.y;
  return [Number(lon.toFixed(7)), Number(lat.toFixed(7))];
}
