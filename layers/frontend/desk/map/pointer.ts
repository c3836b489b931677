/** Hands what mouse, pen and fingers do on the map to the tool; two fingers always move the map. */

import Interaction from "ol/interaction/Interaction.js";
import type MapBrowserEvent from "ol/MapBrowserEvent.js";

import type { Hand, Manner } from "./hand.ts";
import type { Place } from "./material.ts";
import type { Spot } from "./tools/tool.ts";
import type { Toolbox } from "./tools/toolbox.ts";

export class Pointer extends Interaction {
  readonly #box: Toolbox;
  readonly #hand: Hand;
  /** Where the button or finger went down, while it is down and the drag is the tool's. */
  #down: Spot | null = null;
  #dragging = false;
  /** The space bar is held: drags move the map whatever tool there is. */
  grabbing = false;

  constructor(box: Toolbox, hand: Hand) {
    super({ handleEvent: (event) => this.#handle(event) });
    this.#box = box;
    this.#hand = hand;
  }

  /** Whether a drag that begins so moves the map. */
  grabs(event: MapBrowserEvent): boolean {
    const { button, pointerType } = event.originalEvent as PointerEvent;
    const several = (event.activePointers?.length ?? 0) > 1;
    return several || this.grabbing || button === 1 || (button === 2 && pointerType === "mouse") || !this.#box.tool.begin;
  }

  /** Leave off what is half done. */
  cancel(): boolean {
    this.#down = null;
    this.#dragging = false;
    return this.#box.tool.cancel();
  }

  #handle(event: MapBrowserEvent): boolean {
    const act = this.#acts[event.type];
    if (act) act(event);
    return true;
  }

  readonly #acts: Record<string, (event: MapBrowserEvent) => void> = {
    pointerdown: (event) => this.#press(event),
    pointerdrag: (event) => this.#drag(event),
    pointerup: (event) => this.#release(event),
    pointermove: (event) => {
      if (!event.dragging && isMouse(event)) this.#box.tool.hover?.(this.#spot(event));
    },
    click: (event) => {
      if (!this.grabbing) this.#box.tool.tap(this.#spot(event));
    },
  };

  #press(event: MapBrowserEvent): void {
    const second = (event.activePointers?.length ?? 0) > 1;
    if (second && this.#dragging) this.cancel();
    this.#down = second || this.grabs(event) ? null : this.#spot(event);
  }

  #drag(event: MapBrowserEvent): void {
    const { tool } = this.#box;
    if (!this.#down) return;
    if (!this.#dragging) tool.begin?.(this.#down);
    this.#dragging = true;
    tool.drag?.(this.#spot(event));
  }

  #release(event: MapBrowserEvent): void {
    if (this.#dragging) this.#box.tool.finish?.(this.#spot(event));
    this.#dragging = false;
    this.#down = null;
  }

  #spot(event: MapBrowserEvent): Spot {
    const { shiftKey, altKey, ctrlKey, metaKey } = event.originalEvent as PointerEvent;
    const manner: Manner = altKey ? "remove" : shiftKey || ctrlKey || metaKey ? "add" : this.#hand.manner;
    return { place: event.coordinate as unknown as Place, pixel: event.pixel, manner };
  }
}

function isMouse({ originalEvent }: MapBrowserEvent): boolean {
  return (originalEvent as PointerEvent).pointerType !== "touch";
}
