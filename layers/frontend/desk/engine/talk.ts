/** What the desk and the engine say to each other. Units are numbers of the draft. */

import { getJson, getRaw, sendJson } from "../../core/requests.ts";
import type { UnitLevel } from "../wire.ts";

export type Ask = "divide" | "merge" | "repair" | "split";

export interface QuestionWish {
  kind: Ask;
  units: number[];
  rules: { min?: number; max?: number; target?: number; parts?: number };
  weights: Record<string, number>;
  least_change: boolean;
  neighbours: boolean;
  together: number[][];
  apart: [number, number][];
  idempotency_key: string;
}

export interface PlanFigures {
  units: number;
  in_bounds: number;
  smallest: number;
  largest: number;
  cut: number;
  barrier_share: number | null;
  compounds_split: number;
}

export interface Certificate {
  state: "proven" | "proven_moves" | "gap" | "unproven" | "proving";
  gap: number | null;
  terms: { term: string; value: number; bound: number | null }[];
}

export interface AnswerLine {
  id: number;
  rank: number;
  aims: string[];
  status: string;
  certificate: Certificate;
  seconds: number;
  moved: number;
  new: number;
  ended: number;
  mean_distance: number | null;
  before: PlanFigures | null;
  after: PlanFigures;
  violations: number;
}

export interface AnswerUnit {
  number: number;
  name: string;
  continues: number | null;
  parent: number | null;
  changed: boolean;
  figures: { households: number; deviation: number };
}

export interface Answer extends AnswerLine {
  suggestion: string;
  /** Why it cannot be taken any more, null where it can. */
  stale: string | null;
  reasons: { code: string; text: string; rows: number[] }[];
  broken: { rule: string; units: string[]; value: number; limit: number }[];
  units: AnswerUnit[];
}

export interface Question {
  id: string;
  ask: Ask;
  version: number;
  at: string;
  author: string;
  job: {
    status: "queued" | "running" | "succeeded" | "failed" | "cancelled";
    phase: string;
    done: number;
    total: number;
    percent: number | null;
    stopping: boolean;
    error_text: string;
  };
  /** Whether these are all compromises there are; null while nobody knows. */
  complete: boolean | null;
  alternatives: AnswerLine[];
}

export interface Weighed {
  code: "weighed" | "impossible" | "not_compared" | "not_known";
  text: string;
  price: Record<string, number>;
  in_time: boolean;
}

export interface Shown {
  labels: Int32Array;
  level: UnitLevel;
}

export class EngineApi {
  /** `url`: address of the draft in the API, without a slash at its end. */
  constructor(private readonly url: string) {}

  questions(): Promise<Question[]> {
    return getJson(`${this.url}/suggestions`);
  }

  question(id: string): Promise<Question> {
    return getJson(`${this.url}/suggestions/${id}`);
  }

  ask(wish: QuestionWish): Promise<Question> {
    return sendJson("POST", `${this.url}/suggestions`, wish);
  }

  cancel(id: string): Promise<Question> {
    return sendJson("POST", `${this.url}/suggestions/${id}/cancel`, {});
  }

  answer(id: number): Promise<Answer> {
    return getJson(`${this.url}/alternatives/${id}`);
  }

  async labels(id: number): Promise<Shown> {
    const response = await getRaw(`${this.url}/alternatives/${id}/labels`);
    const level = response.headers.get("X-Level") === "community" ? "community" : "grid";
    return { labels: new Int32Array(await response.arrayBuffer()), level };
  }

  proof(id: number): string {
    return `${this.url}/alternatives/${id}/proof`;
  }

  weigh(a: number, b: number, must: "together" | "apart"): Promise<Weighed> {
    return sendJson("POST", `${this.url}/what-if`, { a, b, must });
  }
}
