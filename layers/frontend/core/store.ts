/** Holds the state, tells everybody of a change, and keeps the address in step. */

import { readAddress, writeAddress, type State } from "./state.ts";

type Listener = (state: State, before: State) => void;

/** A change of one of these is a step the back button can undo. */
const STEPS: (keyof State)[] = ["unit", "building", "alternative", "mode"];

export class Store {
  #state: State = readAddress(location.search);
  readonly #listeners: Listener[] = [];

  constructor() {
    window.addEventListener("popstate", () => this.#become(readAddress(location.search)));
  }

  get state(): State {
    return this.#state;
  }

  subscribe(listener: Listener): void {
    this.#listeners.push(listener);
  }

  set(change: Partial<State>): void {
    const next = { ...this.#state, ...change };
    const keys = Object.keys(change) as (keyof State)[];
    if (keys.every((key) => next[key] === this.#state[key])) return;
    const step = keys.some((key) => STEPS.includes(key) && next[key] !== this.#state[key]);
    const query = writeAddress(next);
    history[step ? "pushState" : "replaceState"](null, "", query ? `?${query}` : location.pathname);
    this.#become(next);
  }

  #become(next: State): void {
    const before = this.#state;
    this.#state = next;
    for (const listener of this.#listeners) listener(next, before);
  }
}
