/** The picture of a case that can be pointed at: by mouse, finger, and a cross moved by keys. */

import type { Anchor, Spot } from "./anchor.ts";
import { type Box, type Ground, pan, showing, toPixel, toSpot, zoom } from "./view.ts";

type Pointed = (spot: Spot, unit: string) => void;

const SVG = "http://www.w3.org/2000/svg";
const CLICK = 5; // pixels of the screen: what moves further is a drag
const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export class CaseMap {
  private readonly whole: Box;
  private readonly ground: Ground;
  private readonly drawn = document.createElementNS(SVG, "g");
  private readonly cross = document.createElementNS(SVG, "path");
  private box: Box;
  private at: [number, number];
  private from: { x: number; y: number; box: Box } | null = null;

  constructor(
    private readonly frame: HTMLElement,
    private readonly svg: SVGSVGElement,
    private readonly pointed: Pointed,
    private readonly over: (unit: string) => void,
  ) {
    const { x, y, width, height } = svg.viewBox.baseVal;
    this.whole = this.box = { x, y, width, height };
    this.at = [x + width / 2, y + height / 2];
    const read = (name: string): number => Number(svg.dataset[name]);
    const narrow = read("narrow");
    const scale = read("scale");
    this.ground = {
      west: read("west"),
      north: read("north"),
      left: read("left"),
      top: read("top"),
      east: scale * narrow,
      down: scale,
    };
    this.cross.setAttribute("class", "case-cross");
    this.drawn.setAttribute("class", "case-drawn");
    svg.append(this.drawn, this.cross);
    this.listen();
    this.see(this.box);
  }

  zoomBy(factor: number): void {
    this.see(zoom(this.whole, this.box, factor, this.at[0], this.at[1]));
  }

  seeAll(): void {
    this.see(this.whole);
  }

  /** Draw what is pinned so far, and mark the unit. */
  show(anchor: Anchor): void {
    const points = anchor.spots.map((spot) => toPixel(this.ground, spot));
    const line = points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
    const outline = document.createElementNS(SVG, "path");
    outline.setAttribute("d", points.length > 1 ? `M${line}${points.length > 2 ? "Z" : ""}` : "");
    outline.setAttribute("class", "pin-shape");
    this.drawn.replaceChildren(outline, ...points.map((point) => this.dot(point)));
    for (const unit of this.svg.querySelectorAll<SVGElement>("[data-unit]")) {
      unit.classList.toggle("is-chosen", anchor.unit !== "" && unit.dataset["unit"] === anchor.unit);
    }
    this.resize();
  }

  private dot([x, y]: [number, number]): SVGElement {
    const dot = document.createElementNS(SVG, "g");
    dot.dataset["at"] = `${x} ${y}`;
    const circle = document.createElementNS(SVG, "circle");
    circle.setAttribute("r", "6");
    dot.append(circle);
    return dot;
  }

  private listen(): void {
    this.frame.addEventListener("keydown", (event) => this.key(event));
    this.frame.addEventListener("focus", () => this.move(0, 0));
    this.svg.addEventListener("pointerdown", (event) => {
      if (event.button === 0) this.from = { x: event.clientX, y: event.clientY, box: this.box };
    });
    this.svg.addEventListener("pointermove", (event) => this.drag(event));
    this.svg.addEventListener("pointerup", (event) => this.drop(event));
    for (const name of ["pointercancel", "pointerleave"]) this.svg.addEventListener(name, () => (this.from = null));
    this.svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
  }

  private key(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    const far = (event.shiftKey ? 0.1 : 0.02) * this.box.width;
    if (event.target !== this.frame || event.ctrlKey || event.altKey || event.metaKey) return;
    if (step) this.move(step[0] * far, step[1] * far);
    else if (event.key === "Enter" || event.key === " ") this.point(this.at);
    else if (event.key === "+" || event.key === "=") this.zoomBy(0.5);
    else if (event.key === "-") this.zoomBy(2);
    else return;
    event.preventDefault();
  }

  private move(dx: number, dy: number): void {
    const { x, y, width, height } = this.whole;
    this.at = [
      Math.max(x, Math.min(x + width, this.at[0] + dx)),
      Math.max(y, Math.min(y + height, this.at[1] + dy)),
    ];
    this.see(showing(this.whole, this.box, ...this.at));
    this.over(this.unitAt(this.at));
  }

  private drag(event: PointerEvent): void {
    if (!this.from || !(event.buttons & 1) || !this.moved(event)) return;
    const by = this.from.box.width / this.svg.clientWidth;
    this.see(pan(this.whole, this.from.box, (this.from.x - event.clientX) * by, (this.from.y - event.clientY) * by));
  }

  private drop(event: PointerEvent): void {
    const from = this.from;
    const still = from !== null && !this.moved(event);
    this.from = null;
    if (!still || (event.target as Element).closest("a")) return;
    this.at = this.pixel(event);
    this.point(this.at);
    this.resize();
  }

  private moved(event: PointerEvent): boolean {
    return this.from !== null && Math.hypot(event.clientX - this.from.x, event.clientY - this.from.y) > CLICK;
  }

  private wheel(event: WheelEvent): void {
    if (!event.ctrlKey) return; // the page scrolls
    event.preventDefault();
    this.see(zoom(this.whole, this.box, event.deltaY > 0 ? 1.25 : 0.8, ...this.pixel(event)));
  }

  private point(at: [number, number]): void {
    this.pointed(toSpot(this.ground, at[0], at[1]), this.unitAt(at));
  }

  private pixel(event: MouseEvent): [number, number] {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.matrix().inverse());
    return [point.x, point.y];
  }

  private unitAt([x, y]: [number, number]): string {
    for (const unit of this.svg.querySelectorAll<SVGPathElement>("path[data-unit]")) {
      if (unit.isPointInFill(new DOMPoint(x, y))) return unit.dataset["unit"] ?? "";
    }
    return "";
  }

  private matrix(): DOMMatrix {
    return this.svg.getScreenCTM() ?? new DOMMatrix();
  }

  private see(box: Box): void {
    this.box = box;
    this.svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
    this.svg.classList.toggle("is-close", box.width < this.whole.width);
    this.resize();
  }

  /** Pins, dots and the cross keep their size on the screen. */
  private resize(): void {
    const scale = this.box.width / this.whole.width;
    for (const mark of this.svg.querySelectorAll<SVGElement>("[data-at]")) {
      mark.setAttribute("transform", `translate(${mark.dataset["at"]}) scale(${scale})`);
    }
    const [x, y] = this.at;
    const r = 14 * scale;
    this.cross.setAttribute("d", `M${x - r} ${y}H${x + r}M${x} ${y - r}V${y + r}`);
  }
}
