/** The engine at the desk: ask, follow, look through the answers on the map, take one. */

import { announce, byId, el } from "../../core/dom.ts";
import { RequestFailed } from "../../core/requests.ts";
import { t } from "../../core/words.ts";
import type { Desk } from "../desk.ts";
import { clock } from "../panels/names.ts";
import { AnswerDetails } from "./answer-details.ts";
import { AnswersTable } from "./answers-table.ts";
import { FrontPlot } from "./front-plot.ts";
import { askName } from "./naming.ts";
import { QuestionForm } from "./question-form.ts";
import { RunningQuestion } from "./running.ts";
import { onTheMap, rowsThatDiffer } from "./showing.ts";
import { EngineApi, type Answer, type Ask, type Question, type QuestionWish } from "./talk.ts";
import { WhatIf } from "./what-if.ts";

const EVERY = 1500;

export class EnginePanel {
  readonly #api: EngineApi;
  readonly #form: QuestionForm;
  readonly #running: RunningQuestion;
  readonly #table = new AnswersTable((id) => void this.#choose(id));
  readonly #plot = new FrontPlot((id) => void this.#choose(id));
  readonly #details: AnswerDetails;
  readonly #past = byId<HTMLSelectElement>("engine-past");
  #questions: Question[] = [];
  #open: Question | null = null;
  #chosen: number | null = null;
  #told = "";

  constructor(
    private readonly desk: Desk,
    url: string,
  ) {
    this.#api = new EngineApi(url);
    this.#form = new QuestionForm(desk, (wish) => void this.#ask(wish));
    this.#running = new RunningQuestion(desk.mayEdit, (id) => void this.#cancel(id));
    this.#details = new AnswerDetails(desk, this.#api, { take: (answer) => this.#take(answer), close: () => this.#close() });
    if (byId("what-if-form").dataset["offered"] === "yes") new WhatIf(desk, this.#api, (wish) => void this.#ask(wish));
    this.#past.addEventListener("change", () => this.#show(this.#questions.find(({ id }) => id === this.#past.value) ?? null));
    desk.on("refused", ({ operation, message }) => operation.kind === "take_alternative" && this.#form.refuse(message));
    desk.on("repair", ({ units }) => this.#askAbout("repair", units));
    desk.on("split", ({ unit }) => this.#askAbout("split", [unit]));
    desk.on("state", () => void this.#refreshDetails());
    void this.#load();
  }

  /** Open the form for these units: from a rule they break, or from a unit's menu. */
  #askAbout(kind: Ask, units: readonly number[]): void {
    byId("tab-engine").click();
    this.#form.about(kind, units);
    byId(kind === "split" ? "engine-parts" : "engine-run").focus();
  }

  async #load(): Promise<void> {
    await this.#try(async () => {
      this.#questions = await this.#api.questions();
      this.#list();
      this.#show(this.#questions[0] ?? null);
    });
  }

  async #ask(wish: QuestionWish): Promise<void> {
    this.#form.refuse("");
    this.#form.busy(true);
    await this.#try(async () => {
      const asked = await this.#api.ask(wish);
      this.#questions = [asked, ...this.#questions.filter(({ id }) => id !== asked.id)];
      this.#list();
      this.#show(asked);
    });
    this.#form.busy(false);
  }

  async #cancel(id: string): Promise<void> {
    await this.#try(async () => this.#become(await this.#api.cancel(id)));
  }

  /** Do it, and say on the form what the server refuses. */
  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.#form.refuse(error.message);
      announce(error.message);
    }
  }

  #list(): void {
    byId("engine-past-field").hidden = this.#questions.length < 2;
    this.#past.replaceChildren(
      ...this.#questions.map(({ id, ask, at, author }) => el("option", { value: id }, `${clock(at)} ${askName(ask)} ${author}`)),
    );
    if (this.#open) this.#past.value = this.#open.id;
  }

  #show(question: Question | null): void {
    if (this.#chosen !== null) this.#close();
    this.#open = question;
    this.#told = "";
    if (question) this.#past.value = question.id;
    this.#draw();
    if (question && !isOver(question)) this.#follow(question.id);
  }

  #become(question: Question): void {
    this.#questions = this.#questions.map((one) => (one.id === question.id ? question : one));
    if (this.#open?.id !== question.id) return;
    this.#open = question;
    this.#draw();
  }

  #draw(): void {
    const answers = this.#open?.alternatives ?? [];
    this.#running.show(this.#open);
    const told = JSON.stringify(answers);
    if (told === this.#told) return;
    this.#told = told;
    this.#table.show(answers, this.#chosen);
    this.#plot.show(answers, this.#chosen);
    void this.#refreshDetails();
  }

  #follow(id: string): void {
    window.setTimeout(() => {
      if (this.#open?.id !== id) return;
      void this.#try(async () => {
        const question = await this.#api.question(id);
        this.#become(question);
        if (!isOver(question)) this.#follow(id);
      });
    }, EVERY);
  }

  async #choose(id: number): Promise<void> {
    this.#chosen = id;
    this.#table.mark(id);
    this.#plot.mark(id);
    await this.#try(async () => {
      const [answer, shown] = await Promise.all([this.#api.answer(id), this.#api.labels(id)]);
      if (this.#chosen !== id) return;
      const labels = onTheMap(this.desk, shown);
      this.desk.showPreview(labels);
      this.desk.look({ rows: rowsThatDiffer(labels, this.desk.labels) });
      this.#details.show(answer, this.#open?.alternatives ?? []);
      byId("engine-showing").textContent = t("地图上正在预览方案 {rank}", { rank: answer.rank });
    });
  }

  async #refreshDetails(): Promise<void> {
    const id = this.#chosen;
    if (id === null) return;
    await this.#try(async () => {
      const answer = await this.#api.answer(id);
      if (this.#chosen === id) this.#details.show(answer, this.#open?.alternatives ?? []);
    });
  }

  #take(answer: Answer): void {
    this.#close();
    this.desk.submit({ kind: "take_alternative", alternative: answer.id });
    announce(t("已采用方案 {rank}，可以撤销", { rank: answer.rank }));
    this.#table.focus();
  }

  #close(): void {
    this.#chosen = null;
    this.desk.showPreview(null);
    this.#details.hide();
    byId("engine-showing").textContent = "";
    this.#table.show(this.#open?.alternatives ?? [], null);
    this.#plot.show(this.#open?.alternatives ?? [], null);
  }
}

function isOver({ job }: Question): boolean {
  return !["queued", "running"].includes(job.status);
}
