/** Borders by cell: looked up for a few cells out of very many. */

/** The borders of row r are border[start[r]] to border[start[r + 1] - 1], the cells beyond in `other`. */
export interface Adjacency {
  start: Int32Array;
  border: Int32Array;
  other: Int32Array;
}

export function adjacency(rows: number, a: Int32Array, b: Int32Array): Adjacency {
  const start = new Int32Array(rows + 1);
  for (let end = 0; end < 2 * a.length; end++) start[ownEnd(a, b, end) + 1]! += 1;
  for (let row = 0; row < rows; row++) start[row + 1]! += start[row] as number;
  const next = start.slice();
  const border = new Int32Array(2 * a.length);
  const other = new Int32Array(2 * a.length);
  for (let end = 0; end < 2 * a.length; end++) {
    const at = next[ownEnd(a, b, end)]!++;
    border[at] = end >> 1;
    other[at] = ownEnd(a, b, end ^ 1);
  }
  return { start, border, other };
}

function ownEnd(a: Int32Array, b: Int32Array, end: number): number {
  return ((end & 1 ? b : a)[end >> 1]) as number;
}
