/** Events by name, each with its kind of news. */

type Listener<News> = (news: News) => void;

export class Listeners<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();

  /** Listen; the answer stops it. */
  on<Name extends keyof Events>(event: Name, listener: Listener<Events[Name]>): () => void {
    const all = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, all.add(listener as Listener<never>));
    return () => void all.delete(listener as Listener<never>);
  }

  protected emit<Name extends keyof Events>(event: Name, news: Events[Name]): void {
    for (const listener of this.#listeners.get(event) ?? []) (listener as Listener<Events[Name]>)(news);
  }
}
