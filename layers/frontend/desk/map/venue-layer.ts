/** The venues people walk to, as the map page draws them. */

import Feature from "ol/Feature.js";
import Point from "ol/geom/Point.js";
import VectorLayer from "ol/layer/Vector.js";
import { fromLonLat } from "ol/proj.js";
import VectorSource from "ol/source/Vector.js";

import { venueStyle } from "../../map/venue-style.ts";
import type { MapDesk } from "./material.ts";

export function venueLayer({ ground }: MapDesk): VectorLayer {
  const features = ground.venues.flatMap(({ name, lonlat }) => (lonlat ? [new Feature({ name, geometry: new Point(fromLonLat(lonlat)) })] : []));
  const style = venueStyle((feature) => String(feature.get("name")));
  return new VectorLayer({ source: new VectorSource({ features, wrapX: false }), style, declutter: true, zIndex: 70 });
}
