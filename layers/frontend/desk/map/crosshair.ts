/** The cross on the map that Enter picks at: in the middle until the keyboard moves it. */

import type OlMap from "ol/Map.js";

import type { Place } from "./material.ts";

/** Pixels the cross keeps from the edge: nearer, the map moves instead. */
const EDGE = 48;

export class Crosshair {
  readonly #map: OlMap;
  readonly #target: HTMLElement;
  #offset: [number, number] = [0, 0];

  constructor(map: OlMap) {
    this.#map = map;
    this.#target = map.getTargetElement() as HTMLElement;
    map.on("change:size", () => this.#keepInside());
  }

  get pixel(): [number, number] {
    const [width = 0, height = 0] = this.#map.getSize() ?? [];
    return [width / 2 + this.#offset[0], height / 2 + this.#offset[1]];
  }

  get place(): Place {
    return this.#map.getCoordinateFromPixel(this.pixel) as unknown as Place;
  }

  /** By pixels; at the edge the map moves under it. */
  move(east: number, south: number): void {
    this.#offset = [this.#offset[0] + east, this.#offset[1] + south];
    this.#keepInside();
  }

  /** Onto a place, moving the map where it is not seen. */
  stand(place: Place): void {
    const pixel = this.#map.getPixelFromCoordinate([...place]);
    const [width = 0, height = 0] = this.#map.getSize() ?? [];
    if (!pixel) return;
    this.#offset = [(pixel[0] ?? 0) - width / 2, (pixel[1] ?? 0) - height / 2];
    this.#keepInside();
  }

  #keepInside(): void {
    const view = this.#map.getView();
    const [width = 0, height = 0] = this.#map.getSize() ?? [];
    const over = [beyond(this.#offset[0], width / 2 - EDGE), beyond(this.#offset[1], height / 2 - EDGE)] as const;
    this.#offset = [this.#offset[0] - over[0], this.#offset[1] - over[1]];
    const [x = 0, y = 0] = view.getCenter() ?? [];
    const resolution = view.getResolution() ?? 1;
    if (over[0] || over[1]) view.setCenter([x + over[0] * resolution, y - over[1] * resolution]);
    this.#target.style.setProperty("--cross-x", `${this.#offset[0]}px`);
    this.#target.style.setProperty("--cross-y", `${this.#offset[1]}px`);
  }
}

/** How far a value lies outside -limit to limit. */
function beyond(value: number, limit: number): number {
  const most = Math.max(0, limit);
  return value > most ? value - most : value < -most ? value + most : 0;
}
