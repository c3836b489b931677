/** Reports that wait for a line: kept in the browser until the server has them, sent once.
 *
 * Each has a key of its own; the server keeps a key once, however often it comes. */

import { RequestFailed } from "../core/requests.ts";

export interface Report {
  key: string;
  fault: string;
  spot: readonly [number, number] | null;
  building: number | null;
  floors: number | null;
  households: number | null;
  text: string;
}

export interface Waiting {
  report: Report;
  address: string;
  /** Whose it is: nobody sends what another left in this browser. */
  person: number;
  /** What the list shows. */
  title: string;
  /** What the server said against it; it is not sent again. */
  refusal?: string;
}

export interface Drawer {
  load(): Promise<Waiting[]>;
  put(waiting: Waiting): Promise<void>;
  drop(key: string): Promise<void>;
}

export type Send = (address: string, report: Report) => Promise<unknown>;

export interface Outcome {
  sent: number;
  /** Why the rest waits: no line, or nobody is signed in. */
  trouble: RequestFailed | null;
}

export class Outbox {
  #sending: Promise<Outcome> | null = null;

  constructor(
    private readonly drawer: Drawer,
    private readonly send: Send,
  ) {}

  async add(waiting: Waiting): Promise<void> {
    await this.drawer.put(waiting);
  }

  waiting(): Promise<Waiting[]> {
    return this.drawer.load();
  }

  async drop(key: string): Promise<void> {
    await this.drawer.drop(key);
  }

  /** Send what waits, in turn; one sending at a time. */
  flush(): Promise<Outcome> {
    this.#sending ??= this.#flush().finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  /** What is added meanwhile is sent too. */
  async #flush(): Promise<Outcome> {
    let sent = 0;
    for (let one = await this.#next(); one; one = await this.#next()) {
      const failed = await this.#sendOne(one);
      if (failed) return { sent, trouble: failed };
      if (!(await this.drawer.load()).some((kept) => kept.report.key === one?.report.key)) sent += 1;
    }
    return { sent, trouble: null };
  }

  async #next(): Promise<Waiting | undefined> {
    return (await this.drawer.load()).find((one) => !one.refusal);
  }

  /** Null where the server has it or has refused it for good. */
  async #sendOne(one: Waiting): Promise<RequestFailed | null> {
    try {
      await this.send(one.address, one.report);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      if (error.trouble === "offline" || error.trouble === "signed-out") return error;
      await this.drawer.put({ ...one, refusal: error.message });
      return null;
    }
    await this.drawer.drop(one.report.key);
    return null;
  }
}
