/** What a stroke of the brush costs in the browser's own figures, without a browser.
 * node stroke.mjs FOLDER: FOLDER holds ground, shapes, labels as the server sends them, facts.json. */

import { readFileSync } from "node:fs";

import { readGround, type Ground } from "../../../layers/frontend/desk/ground.ts";
import { RunningFigures } from "../../../layers/frontend/desk/running.ts";
import { readShapes } from "../../../layers/frontend/desk/shapes.ts";

const folder = process.argv[2] as string;
const facts = JSON.parse(readFileSync(`${folder}/facts.json`, "utf8"));
const labels = new Int32Array(bytes("labels"));
const units = new Map(facts.units.map((unit: { number: number }) => [unit.number, unit]));
const plan = { labels, units } as ConstructorParameters<typeof RunningFigures>[1];

const [ground, groundMs] = timed(() => readGround(bytes("ground")));
const [shapes, shapesMs] = timed(() => readShapes(bytes("shapes"), ground));
new RunningFigures(ground, plan, facts.kind); // the measures of a ground are made once
const [running, runningMs] = timed(() => new RunningFigures(ground, plan, facts.kind));
const strokes = Array.from({ length: 300 }, (_, at) => stroke(ground, (at * 7919) % ground.n, 500));
const previews = strokes.map(({ rows, to }) => timed(() => running.preview(rows, to))[1]);
const afresh = strokes.slice(0, 30).map(({ rows, to }) => timed(() => wholly(rows, to))[1]);
const looks = strokes.map(({ at }) => timed(() => shapes.rowsNear(at, 100))[1]);
console.log(JSON.stringify({ groundMs, shapesMs, runningMs, preview: spread(previews), afresh: spread(afresh), brush: spread(looks) }));

/** All figures of the draft worked out again, as without anything kept. */
function wholly(rows: number[], to: number): void {
  const moved = labels.slice();
  for (const row of rows) moved[row] = to;
  const again = new RunningFigures(ground, { ...plan, labels: moved }, facts.kind);
  again.totals("grid");
  again.totals("community");
}

/** The nearest cells to a row go to its unit. */
function stroke({ x, y }: Ground, row: number, count: number): { rows: number[]; to: number; at: [number, number] } {
  const far = Float64Array.from(x, (east, other) => Math.hypot(east - (x[row] as number), (y[other] as number) - (y[row] as number)));
  const rows = [...far.keys()].sort((one, two) => (far[one] as number) - (far[two] as number)).slice(0, count);
  return { rows, to: labels[row] as number, at: [x[row] as number, y[row] as number] };
}

function timed<Value>(work: () => Value): [Value, number] {
  const began = performance.now();
  const value = work();
  return [value, performance.now() - began];
}

function spread(times: number[]): { p50: number; p95: number; most: number } {
  const sorted = [...times].sort((one, two) => one - two);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] as number;
  return { p50: at(0.5), p95: at(0.95), most: at(1) };
}

function bytes(name: string): ArrayBuffer {
  const read = readFileSync(`${folder}/${name}`);
  return read.buffer.slice(read.byteOffset, read.byteOffset + read.byteLength) as ArrayBuffer;
}
