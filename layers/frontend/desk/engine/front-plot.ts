/** The answers as points: households moved against border or walking; the table says the same. */

import { byId } from "../../core/dom.ts";
import { whole } from "../../core/numbers.ts";
import { t } from "../../core/words.ts";
import { answerName, certificateText, costName, costOf, costText } from "./naming.ts";
import type { AnswerLine } from "./talk.ts";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [340, 220, 56, 40, 28, 18];

type Point = { answer: AnswerLine; x: number; y: number };

export class FrontPlot {
  readonly #box = byId("engine-plot");
  #points: Point[] = [];

  constructor(private readonly choose: (id: number) => void) {
    this.#box.addEventListener("keydown", (event) => this.#key(event));
    this.#box.addEventListener("click", (event) => {
      const id = (event.target as Element).closest("[data-answer]")?.getAttribute("data-answer");
      if (id) this.choose(Number(id));
    });
  }

  show(answers: readonly AnswerLine[], chosen: number | null): void {
    const held = this.#box.contains(document.activeElement);
    this.#box.hidden = answers.length < 2;
    const places = placed(answers);
    this.#points = places;
    if (this.#box.hidden) return this.#box.replaceChildren();
    const plot = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "radiogroup", "aria-label": t("备选方案的取舍图，用方向键逐个查看") });
    plot.append(...axes(answers), ...places.map((point) => dot(point, point.answer.id === chosen)));
    this.#box.replaceChildren(plot);
    this.#rove(chosen);
    if (held) this.#focus(chosen);
  }

  mark(chosen: number): void {
    const held = this.#box.contains(document.activeElement);
    for (const point of this.#dots()) {
      const on = Number(point.getAttribute("data-answer")) === chosen;
      point.setAttribute("aria-checked", String(on));
      point.classList.toggle("chosen", on);
    }
    this.#rove(chosen);
    if (held) this.#focus(chosen);
  }

  #dots(): SVGElement[] {
    return [...this.#box.querySelectorAll<SVGElement>("[data-answer]")];
  }

  #rove(chosen: number | null): void {
    const first = this.#points[0]?.answer.id;
    for (const point of this.#dots()) {
      point.setAttribute("tabindex", Number(point.getAttribute("data-answer")) === (chosen ?? first) ? "0" : "-1");
    }
  }

  #focus(chosen: number | null): void {
    this.#dots().find((point) => Number(point.getAttribute("data-answer")) === chosen)?.focus();
  }

  #key(event: KeyboardEvent): void {
    const id = (event.target as Element).getAttribute("data-answer");
    const at = this.#points.findIndex(({ answer }) => String(answer.id) === id);
    const last = this.#points.length - 1;
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last, " ": at, Enter: at };
    const to = steps[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = this.#points[Math.min(Math.max(to, 0), last)];
    if (next) this.choose(next.answer.id);
  }
}

/** Where each answer stands, those that move fewest first. */
function placed(answers: readonly AnswerLine[]): Point[] {
  const x = scale(answers.map(({ moved }) => moved), LEFT, WIDTH - RIGHT);
  const y = scale(answers.map(costOf), HEIGHT - BOTTOM, TOP);
  const points = answers.map((answer) => ({ answer, x: x(answer.moved), y: y(costOf(answer)) }));
  return points.sort((a, b) => a.answer.moved - b.answer.moved || a.answer.rank - b.answer.rank);
}

function scale(values: readonly number[], from: number, to: number): (value: number) => number {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (most === least) return () => (from + to) / 2;
  const room = (to - from) * 0.08;
  return (value) => from + room + ((value - least) / (most - least)) * (to - from - 2 * room);
}

function axes(answers: readonly AnswerLine[]): SVGElement[] {
  const moved = answers.map((answer) => answer.moved);
  const costs = answers.map(costOf);
  const text = (x: number, y: number, words: string, anchor: string) => {
    const made = svg("text", { x, y, "text-anchor": anchor, "aria-hidden": "true" });
    made.textContent = words;
    return made;
  };
  const [base, side] = [HEIGHT - BOTTOM, WIDTH - RIGHT];
  return [
    svg("path", { d: `M${LEFT} ${TOP}V${base}H${side}`, class: "plot-axis", "aria-hidden": "true" }),
    text(LEFT, base + 16, whole(Math.min(...moved)), "start"),
    text(side, base + 16, whole(Math.max(...moved)), "end"),
    text((LEFT + side) / 2, base + 32, t("变动户数"), "middle"),
    text(LEFT - 6, base, whole(Math.min(...costs)), "end"),
    text(LEFT - 6, TOP + 10, whole(Math.max(...costs)), "end"),
    text(4, TOP - 14, costName(answers), "start"),
  ];
}

function dot({ answer, x, y }: Point, chosen: boolean): SVGElement {
  const words = [answerName(answer), t("变动 {moved} 户", { moved: whole(answer.moved) }), costText(answer), certificateText(answer.certificate)];
  const made = svg("g", {
    "data-answer": answer.id,
    role: "radio",
    "aria-checked": chosen,
    "aria-label": words.join(t("，")),
    class: `plot-point${chosen ? " chosen" : ""}`,
    transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
  });
  const number = svg("text", { y: 4, "text-anchor": "middle", "aria-hidden": "true" });
  number.textContent = String(answer.rank);
  made.append(svg("circle", { r: 14, class: "plot-hit" }), svg("circle", { r: 10, class: "plot-dot" }), number);
  return made;
}

function svg(tag: string, attributes: Record<string, string | number | boolean>): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
