/** The one line to the server: what waits is sent one after the other, otherwise others' changes
 * are asked for. Nothing is forgotten before the server has answered for it. */

import { RequestFailed } from "../core/requests.ts";
import type { Entry } from "./entries.ts";
import type { Keep } from "./keep.ts";
import type { Choice, ConflictAnswer, OperationAnswer, OperationRequest, Poll } from "./wire.ts";

export type Saving = "saved" | "sending" | "offline" | "conflict" | "signed-out" | "gone";

export interface Line {
  readonly tab: string;
  send(request: OperationRequest): Promise<OperationAnswer>;
  poll(since: number, unit: number | null, signal?: AbortSignal): Promise<Poll>;
}

/** The desk, as far as the queue needs it. */
export interface Sender {
  readonly version: number;
  readonly unitAtWork: number | null;
  readonly head: Entry | null;
  settle(entry: Entry, answer: OperationAnswer): Promise<void>;
  conflict(entry: Entry, answer: ConflictAnswer): Promise<void>;
  refuse(entry: Entry, message: string): void;
  hear(poll: Poll): Promise<void>;
  saving(saving: Saving): void;
}

/** Waiting, which ends early when something is to be done. */
export interface Rest {
  rest(milliseconds: number): Promise<void>;
  wake(): void;
  readonly hidden: boolean;
}

const EVERY = 2_000;
/** Still often enough for others to see that this window is here. */
const EVERY_HIDDEN = 8_000;
const LONGEST = 10_000;

export class Queue {
  #conflict: { entry: Entry; version: number } | null = null;
  #listening: AbortController | null = null;
  #failures = 0;
  #stopped = false;

  constructor(
    private readonly desk: Sender,
    private readonly line: Line,
    private readonly keep: Keep,
    private readonly rest: Rest,
  ) {}

  /** Goes on until `stop`. */
  async run(): Promise<void> {
    while (!this.#stopped) await this.step();
  }

  stop(): void {
    this.#stopped = true;
    this.wake();
  }

  /** Keep an operation and send it as soon as it is its turn. */
  add(entry: Entry): void {
    void this.#write(entry);
    this.wake();
  }

  /** The operations as they now read, since new units turned out to have other numbers. */
  rewrite(entries: readonly Entry[]): void {
    for (const entry of entries) void this.#write(entry);
  }

  forget(entry: Entry): void {
    void this.#erase(entry);
    this.wake();
  }

  resolve(resolutions: Record<string, Choice>): void {
    if (!this.#conflict) return;
    const { entry, version } = this.#conflict;
    entry.answer = { version, resolutions };
    this.#conflict = null;
    this.wake();
  }

  wake(): void {
    this.#listening?.abort();
    this.rest.wake();
  }

  async step(): Promise<void> {
    const next = this.#next;
    if (next) return this.#send(next);
    const heard = await this.#listen();
    if (heard && !this.#next) await this.rest.rest(this.rest.hidden ? EVERY_HIDDEN : EVERY);
  }

  get #next(): Entry | null {
    return this.#conflict ? null : this.desk.head;
  }

  async #send(entry: Entry): Promise<void> {
    entry.sent = true;
    this.desk.saving("sending");
    await this.#write(entry);
    try {
      const answer = await this.line.send(this.#request(entry));
      await this.desk.settle(entry, answer);
      await this.#erase(entry);
      this.#well();
    } catch (error) {
      await this.#failed(entry, error);
    }
  }

  #request({ operation, key, answer }: Entry): OperationRequest {
    const request = { operation, idempotency_key: key, tab: this.line.tab };
    if (!answer) return { ...request, expected_version: this.desk.version };
    return { ...request, expected_version: answer.version, resolutions: answer.resolutions };
  }

  async #failed(entry: Entry, error: unknown): Promise<void> {
    const { trouble, status, refusal, message } = asFailure(error);
    if (trouble === "offline" || trouble === "signed-out") return this.#later(trouble);
    if (refusal?.code === "conflict") return this.#dispute(entry, refusal as ConflictAnswer);
    if (refusal?.code !== "not_a_draft" && (status === 409 || status === 428)) return this.#catchUp(entry);
    await this.#erase(entry);
    this.desk.refuse(entry, message);
    this.#well();
  }

  async #dispute(entry: Entry, answer: ConflictAnswer): Promise<void> {
    await this.desk.conflict(entry, answer);
    this.#conflict = { entry, version: answer.version };
    this.#well();
  }

  /** The server has gone further than we know: learn what, then send again. */
  async #catchUp(entry: Entry): Promise<void> {
    delete entry.answer;
    const before = this.desk.version;
    await this.#listen();
    if (this.desk.version === before) await this.rest.rest(this.#patience());
  }

  /** Ask what others did; whether there was an answer. */
  async #listen(): Promise<boolean> {
    const listening = (this.#listening = new AbortController());
    try {
      const poll = await this.line.poll(this.desk.version, this.desk.unitAtWork, listening.signal);
      await this.desk.hear(this.#conflict ? { ...poll, changes: null, version: this.desk.version } : poll);
      this.#well();
      return true;
    } catch (error) {
      if (listening.signal.aborted) return false;
      const { trouble } = asFailure(error);
      await this.#later(trouble === "refused" ? "offline" : trouble === "absent" ? "gone" : trouble);
      return false;
    } finally {
      this.#listening = null;
    }
  }

  /** A browser whose disk is full keeps nothing; the operation is sent all the same. */
  #write(entry: Entry): Promise<void> {
    return this.keep.put(entry).catch(() => undefined);
  }

  #erase(entry: Entry): Promise<void> {
    return this.keep.drop(entry.key).catch(() => undefined);
  }

  async #later(saving: Saving): Promise<void> {
    this.desk.saving(saving);
    await this.rest.rest(this.#patience());
  }

  #patience(): number {
    return Math.min(LONGEST, 1_000 * 2 ** this.#failures++);
  }

  #well(): void {
    this.#failures = 0;
    this.desk.saving(this.#conflict ? "conflict" : this.desk.head ? "sending" : "saved");
  }
}

/** What is no answer at all is as if the server were not there. */
function asFailure(error: unknown): RequestFailed {
  return error instanceof RequestFailed ? error : new RequestFailed("offline", String(error));
}
