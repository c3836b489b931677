/** The peer: the cells as features of a plain vector layer of OpenLayers, recoloured by their style. */

import Feature from "ol/Feature.js";
import Polygon from "ol/geom/Polygon.js";
import VectorLayer from "ol/layer/Vector.js";
import Map from "ol/Map.js";
import VectorSource from "ol/source/Vector.js";
import Fill from "ol/style/Fill.js";
import Style from "ol/style/Style.js";
import View from "ol/View.js";

import { readGround } from "../../../layers/frontend/desk/ground.ts";
import { readShapes, type Shapes } from "../../../layers/frontend/desk/shapes.ts";

const COLOURS = ["#8dd3c7", "#ffffb3", "#bebada", "#fb8072"].map((color) => new Style({ fill: new Fill({ color }) }));

let map: Map;
let features: Feature[];

/** Draw all cells; milliseconds until they are on the screen. */
async function drawCells(ground: string, shapes: string): Promise<number> {
  const cells = readShapes(bytes(shapes), readGround(bytes(ground)));
  const began = performance.now();
  features = Array.from({ length: cells.n }, (_, row) => feature(cells, row));
  const source = new VectorSource({ features });
  map = new Map({
    target: document.body.appendChild(Object.assign(document.createElement("div"), { style: "width:900px;height:600px" })),
    layers: [new VectorLayer({ source })],
    controls: [],
    view: new View(),
  });
  map.getView().fit(cells.extent(Array.from({ length: cells.n }, (_, row) => row)) as number[]);
  await rendered();
  return performance.now() - began;
}

/** Give some cells another colour; milliseconds until they are on the screen. */
async function recolour(rows: number[], colour: number): Promise<number> {
  const began = performance.now();
  for (const row of rows) features[row]?.setStyle(COLOURS[colour % COLOURS.length]);
  await rendered();
  return performance.now() - began;
}

function rendered(): Promise<void> {
  return new Promise((done) => map.once("rendercomplete", () => done()));
}

function feature(cells: Shapes, row: number): Feature {
  const rings: [number, number][][] = [];
  for (let ring = cells.ringStart[row] as number; ring < (cells.ringStart[row + 1] as number); ring++) {
    const corners: [number, number][] = [];
    for (let at = cells.cornerStart[ring] as number; at < (cells.cornerStart[ring + 1] as number); at++) {
      corners.push([cells.x[at] as number, cells.y[at] as number]);
    }
    rings.push([...corners, corners[0] as [number, number]]);
  }
  const found = new Feature(new Polygon(rings));
  found.setStyle(COLOURS[row % COLOURS.length]);
  return found;
}

function bytes(base64: string): ArrayBuffer {
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)).buffer;
}

Object.assign(window, { drawCells, recolour });
