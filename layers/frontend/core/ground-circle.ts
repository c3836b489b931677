/** Circles measured in metres on the ground, not in the map's projection, which stretches
 * lengths by 1.23 at 36 degrees north. */

const SEMI_MAJOR = 6_378_137; // CGCS2000 (GB 22021-2008), metres
const FLATTENING = 1 / 298.257222101;
const ECCENTRICITY_2 = FLATTENING * (2 - FLATTENING);

/** A closed ring of `steps` + 1 lon/lat points at `radius` metres around a point. Good to
 * a decimetre at the service radii used here (some kilometres at most). */
export function groundCircle(lon: number, lat: number, radius: number, steps = 96): [number, number][] {
  const phi = (lat * Math.PI) / 180;
  const w = 1 - ECCENTRICITY_2 * Math.sin(phi) ** 2;
  const meridian = (SEMI_MAJOR * (1 - ECCENTRICITY_2)) / w ** 1.5;
  const parallel = (SEMI_MAJOR / Math.sqrt(w)) * Math.cos(phi);
  const ring: [number, number][] = [];
  for (let step = 0; step <= steps; step++) {
    const angle = (2 * Math.PI * (step % steps)) / steps;
    const east = (radius * Math.cos(angle)) / parallel;
    const north = (radius * Math.sin(angle)) / meridian;
    ring.push([lon + (east * 180) / Math.PI, lat + (north * 180) / Math.PI]);
  }
  return ring;
}
