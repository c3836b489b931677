/** Where unsent operations stay while the page is closed: the browser's own database. */

import type { Entry } from "./entries.ts";

export interface Keep {
  load(): Promise<Entry[]>;
  put(entry: Entry): Promise<void>;
  drop(key: string): Promise<void>;
}

const DATABASE = "wangge-desk";
const STORE = "operations";

interface Row extends Entry {
  /** Draft and person: nobody sends what another left unsent in this browser. */
  draft: string;
}

/** Entries of one draft of one person, in the order in which they were made. Two windows may
 * send the same one after a crash: its key makes the server do it once. */
export class BrowserKeep implements Keep {
  readonly #database: Promise<IDBDatabase>;

  constructor(private readonly draft: string) {
    this.#database = open();
  }

  async load(): Promise<Entry[]> {
    const store = await this.#store("readonly");
    const rows = await finished<Row[]>(store.index("draft").getAll(this.draft));
    return rows.sort((a, b) => a.order - b.order).map(({ draft: _, ...entry }) => entry);
  }

  async put(entry: Entry): Promise<void> {
    const { answer: _, ...kept } = entry;
    await finished((await this.#store("readwrite")).put({ ...kept, draft: this.draft }));
  }

  async drop(key: string): Promise<void> {
    await finished((await this.#store("readwrite")).delete(key));
  }

  async #store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
    return (await this.#database).transaction(STORE, mode).objectStore(STORE);
  }
}

/** For browsers that keep nothing: unsent operations last as long as the page. */
export class PageKeep implements Keep {
  readonly #entries = new Map<string, Entry>();

  async load(): Promise<Entry[]> {
    return [...this.#entries.values()].sort((a, b) => a.order - b.order);
  }

  async put(entry: Entry): Promise<void> {
    this.#entries.set(entry.key, entry);
  }

  async drop(key: string): Promise<void> {
    this.#entries.delete(key);
  }
}

/** The browser's database, or the page's memory where there is none; what is unsent in it. */
export async function openKeep(draft: string): Promise<{ keep: Keep; entries: Entry[] }> {
  try {
    const keep = new BrowserKeep(draft);
    return { keep, entries: await keep.load() };
  } catch {
    return { keep: new PageKeep(), entries: [] };
  }
}

function open(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(STORE, { keyPath: "key" }).createIndex("draft", "draft");
  };
  return finished(opening);
}

function finished<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
