/** What a tool draws while it is at work: a ring, a box, a line; above the map and quick. */

import type OlMap from "ol/Map.js";

import type { Place } from "./material.ts";

const SVG = "http://www.w3.org/2000/svg";

export class Sketch {
  readonly #map: OlMap;
  readonly #line = document.createElementNS(SVG, "polyline");
  readonly #ring = document.createElementNS(SVG, "circle");
  readonly #corners = document.createElementNS(SVG, "g");
  readonly #mark = document.createElementNS(SVG, "circle");
  #places: readonly Place[] = [];
  #marked: Place | null = null;

  constructor(map: OlMap) {
    this.#map = map;
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "sketch");
    svg.setAttribute("aria-hidden", "true");
    svg.append(this.#line, this.#corners, this.#mark, this.#ring);
    this.#mark.setAttribute("r", "9");
    this.ring(null, 0);
    map.getTargetElement()?.append(svg);
    map.on("postrender", () => this.#draw());
  }

  /** A line through places, one of them marked; the tool closes it itself where it is closed. */
  line(places: readonly Place[], marked: Place | null = null): void {
    this.#places = places;
    this.#marked = marked;
    this.#draw();
  }

  /** A ring around a pixel, radius in pixels; null for none. */
  ring(pixel: readonly number[] | null, radius: number): void {
    this.#ring.setAttribute("display", pixel ? "inline" : "none");
    if (!pixel) return;
    this.#ring.setAttribute("cx", String(pixel[0]));
    this.#ring.setAttribute("cy", String(pixel[1]));
    this.#ring.setAttribute("r", String(radius));
  }

  clear(): void {
    this.line([]);
  }

  #draw(): void {
    const pixels = this.#places.map((place) => this.#map.getPixelFromCoordinate([...place])).filter((pixel) => pixel);
    this.#line.setAttribute("points", pixels.map(([x, y]) => `${x},${y}`).join(" "));
    const mark = this.#marked && this.#map.getPixelFromCoordinate([...this.#marked]);
    this.#mark.setAttribute("display", mark ? "inline" : "none");
    if (mark) this.#mark.setAttribute("cx", String(mark[0]));
    if (mark) this.#mark.setAttribute("cy", String(mark[1]));
    const few = pixels.length <= 40 ? pixels : [];
    this.#corners.replaceChildren(...few.map(corner));
  }
}

function corner([x, y]: number[]): SVGElement {
  const made = document.createElementNS(SVG, "rect");
  const box = { x: (x ?? 0) - 3.5, y: (y ?? 0) - 3.5, width: 7, height: 7 };
  for (const [name, value] of Object.entries(box)) made.setAttribute(name, String(value));
  return made;
}
