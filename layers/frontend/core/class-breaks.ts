/** Class breaks of a legend: quantiles, moved to numbers people can read. */

/**
 * At most `classes - 1` ascending limits between classes; value v is in class i when
 * limits[i - 1] <= v < limits[i]. Every class holds a value; equal values share a class.
 */
export function niceBreaks(values: readonly number[], classes: number): number[] {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  const lowest = sorted[0];
  const highest = sorted[sorted.length - 1];
  if (lowest === undefined || highest === undefined || lowest === highest) return [];
  const step = niceStep((highest - lowest) / classes / 2);
  const limits = new Set<number>();
  for (let part = 1; part < classes; part++) {
    const quantile = sorted[Math.floor((part / classes) * sorted.length)] as number;
    limits.add(Number((Math.round(quantile / step) * step).toPrecision(12)));
  }
  return withoutEmptyClasses([...limits].sort((a, b) => a - b), sorted);
}

/** The class of a value, from 0. */
export function classOf(value: number, limits: readonly number[]): number {
  let found = 0;
  for (const limit of limits) if (value >= limit) found++;
  return found;
}

/** The largest of 1, 2 and 5 times a power of ten that does not pass `rough`. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [5, 2, 1].find((candidate) => candidate * power <= rough) ?? 1;
  return factor * power;
}

function withoutEmptyClasses(limits: number[], sorted: readonly number[]): number[] {
  const kept: number[] = [];
  let from = -Infinity;
  for (const limit of limits) {
    const filled = sorted.some((value) => value >= from && value < limit);
    if (filled && sorted.some((value) => value >= limit)) {
      kept.push(limit);
      from = limit;
    }
  }
  return kept;
}
