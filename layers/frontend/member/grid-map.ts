/** The picture of the grid: moved by a finger, brought closer by two, a building or spot picked. */

import { byId } from "../core/dom.ts";
import { spotOf, type Frame, type Pixel, type Spot } from "./config.ts";
import { closer, moved, scaleOf, wholeOf, type ViewBox } from "./view-box.ts";

const STILL = 8; // pixels of the screen: a finger that moves less is a touch
const STEP = 1.7;
const SVG = "http://www.w3.org/2000/svg";

export interface Picked {
  building: string | null;
  spot: Spot;
}

export class GridMap {
  readonly #svg = document.querySelector<SVGSVGElement>("#map") as SVGSVGElement;
  readonly #whole: ViewBox;
  readonly #fingers = new Map<number, Pixel>();
  #box: ViewBox;
  #travelled = 0;
  #onPick: (picked: Picked) => void = () => undefined;

  constructor(readonly frame: Frame) {
    this.#whole = this.#box = wholeOf(frame);
    document.querySelector<HTMLElement>(".map-buttons")?.removeAttribute("hidden");
    byId("closer").addEventListener("click", () => this.#closer(STEP));
    byId("wider").addEventListener("click", () => this.#closer(1 / STEP));
    byId("whole").addEventListener("click", () => this.#show(this.#whole));
    this.#svg.addEventListener("pointerdown", (event) => this.#down(event));
    this.#svg.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"] as const) this.#svg.addEventListener(end, (event) => this.#up(event));
    this.#svg.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  onPick(act: (picked: Picked) => void): void {
    this.#onPick = act;
  }

  /** Mark a building, a spot, or neither. */
  mark(picked: Picked | null): void {
    this.#svg.querySelector(".is-picked")?.classList.remove("is-picked");
    this.#svg.querySelector("#pin")?.remove();
    if (!picked) return;
    if (picked.building) this.#svg.querySelector(`[data-b="${CSS.escape(picked.building)}"]`)?.classList.add("is-picked");
    else this.place("pin", picked.spot, 9);
  }

  /** A sign at a spot, `radius` pixels of the picture wide. */
  place(id: string, [lon, lat]: Spot, radius: number): void {
    this.#svg.querySelector(`#${id}`)?.remove();
    const { frame } = this;
    const sign = document.createElementNS(SVG, "circle");
    sign.id = id;
    sign.setAttribute("cx", String(frame.left + (lon - frame.west) * frame.x));
    sign.setAttribute("cy", String(frame.top + (frame.north - lat) * frame.y));
    sign.setAttribute("r", String(radius));
    this.#svg.querySelector("#marks")?.append(sign);
  }

  /** Whether a point of the picture lies in the grid. */
  holds([x, y]: Pixel): boolean {
    const ground = this.#svg.querySelector<SVGPathElement>("#own-ground");
    return ground?.isPointInFill(new DOMPoint(x * 10, y * 10)) ?? false;
  }

  #down(event: PointerEvent): void {
    if (!this.#fingers.size) this.#travelled = 0;
    this.#fingers.set(event.pointerId, [event.clientX, event.clientY]);
  }

  #move(event: PointerEvent): void {
    const before = this.#fingers.get(event.pointerId);
    if (!before) return;
    const apart = this.#apart();
    this.#fingers.set(event.pointerId, [event.clientX, event.clientY]);
    const [right, down] = [event.clientX - before[0], event.clientY - before[1]];
    this.#travelled += Math.hypot(right, down);
    if (this.#travelled > STILL) this.#svg.setPointerCapture(event.pointerId);
    const unit = this.#perPixel() / this.#fingers.size;
    if (scaleOf(this.#box, this.#whole) > 1) this.#show(moved(this.#box, this.#whole, -right * unit, -down * unit));
    if (apart) this.#show(closer(this.#box, this.#whole, this.#apart() / apart, this.#at(this.#middle())));
  }

  #up(event: PointerEvent): void {
    const touched = this.#fingers.delete(event.pointerId) && !this.#fingers.size;
    if (!touched || event.type === "pointercancel" || this.#travelled > STILL) return;
    const at = this.#at([event.clientX, event.clientY]);
    const building = (event.target as Element).closest("[data-b]")?.getAttribute("data-b") ?? null;
    const picked = { building, spot: spotOf(this.frame, at) };
    this.mark(picked);
    this.#onPick(picked);
  }

  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey) return; // the page scrolls past the map
    event.preventDefault();
    this.#show(closer(this.#box, this.#whole, Math.exp(-event.deltaY / 200), this.#at([event.clientX, event.clientY])));
  }

  #closer(times: number): void {
    const { x, y, width, height } = this.#box;
    this.#show(closer(this.#box, this.#whole, times, [x + width / 2, y + height / 2]));
  }

  #show(box: ViewBox): void {
    this.#box = box;
    this.#svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
    this.#svg.classList.toggle("is-close", scaleOf(box, this.#whole) > 1);
    this.#svg.style.setProperty("--times", String(scaleOf(box, this.#whole)));
  }

  #at([x, y]: Pixel): Pixel {
    const point = new DOMPoint(x, y).matrixTransform(this.#svg.getScreenCTM()?.inverse());
    return [point.x, point.y];
  }

  /** Units of the picture in a pixel of the screen. */
  #perPixel(): number {
    return 1 / (this.#svg.getScreenCTM()?.a ?? 1);
  }

  #apart(): number {
    const [one, other] = [...this.#fingers.values()];
    return one && other ? Math.hypot(one[0] - other[0], one[1] - other[1]) : 0;
  }

  #middle(): Pixel {
    const all = [...this.#fingers.values()];
    return [all.reduce((sum, [x]) => sum + x, 0) / all.length, all.reduce((sum, [, y]) => sum + y, 0) / all.length];
  }
}
