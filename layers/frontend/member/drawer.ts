/** The browser's own database, where reports wait; the page's memory where there is none. */

import type { Drawer, Waiting } from "./outbox.ts";

const DATABASE = "wangge-member";
const STORE = "reports";

interface Row {
  key: string;
  person: number;
  waiting: Waiting;
}

export async function openDrawer(person: number): Promise<Drawer> {
  try {
    return new BrowserDrawer(await open(), person);
  } catch {
    return new PageDrawer();
  }
}

class BrowserDrawer implements Drawer {
  constructor(
    private readonly database: IDBDatabase,
    private readonly person: number,
  ) {}

  async load(): Promise<Waiting[]> {
    const rows = await finished<Row[]>(this.#store("readonly").getAll());
    return rows.filter((row) => row.person === this.person).map((row) => row.waiting);
  }

  async put(waiting: Waiting): Promise<void> {
    await finished(this.#store("readwrite").put({ key: waiting.report.key, person: this.person, waiting }));
  }

  async drop(key: string): Promise<void> {
    await finished(this.#store("readwrite").delete(key));
  }

  #store(mode: IDBTransactionMode): IDBObjectStore {
    return this.database.transaction(STORE, mode).objectStore(STORE);
  }
}

export class PageDrawer implements Drawer {
  readonly #rows = new Map<string, Waiting>();

  async load(): Promise<Waiting[]> {
    return [...this.#rows.values()];
  }

  async put(waiting: Waiting): Promise<void> {
    this.#rows.set(waiting.report.key, waiting);
  }

  async drop(key: string): Promise<void> {
    this.#rows.delete(key);
  }
}

function open(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "key" });
  return finished(opening);
}

function finished<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
