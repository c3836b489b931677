/** Packets as the server writes them, for grounds drawn by hand. */

/** The bytes of a packet of these arrays, in the plainest form. */
export function bytesOf(header: object, arrays: Record<string, number[]>): ArrayBuffer {
  let at = 0;
  const places = Object.entries(arrays).map(([name, values]) => {
    const place = { name, kind: "float64", at, length: values.length, scale: 1, differences: false };
    at += 8 * values.length;
    return place;
  });
  let text = JSON.stringify({ ...header, arrays: places });
  text += " ".repeat((8 - ((4 + new TextEncoder().encode(text).length) % 8)) % 8);
  const head = new TextEncoder().encode(text);
  const bytes = new ArrayBuffer(4 + head.length + at);
  new DataView(bytes).setUint32(0, head.length, true);
  new Uint8Array(bytes, 4).set(head);
  new Float64Array(bytes, 4 + head.length).set(Object.values(arrays).flat());
  return bytes;
}

const JUDGING = {
  min_households: 300,
  max_households: 500,
  service_radius: 500,
  forbidden_barriers: [],
  barrier_weight: { river: 0.1 },
  compound_weight: 10,
};

type Border = [number, number, number, number];

/** A ground of `n` cells along a line, 100 m apart; what is not said is 0, or -1 for codes. */
export function groundPacket(n: number, borders: Border[], said: Record<string, number[]> = {}, header: object = {}) {
  const fill = (value: number) => Array.from({ length: n }, () => value);
  const row = Array.from({ length: n }, (_, at) => at);
  const columns = {
    x: row.map((at) => 100 * at + 50), y: fill(50),
    households: fill(100), estimated: fill(0), dwellings: fill(0), population: fill(300),
    area: fill(10_000), perimeter: fill(400), number: row.map((at) => at + 1), piece: fill(0),
    buildings: fill(1), compound: fill(-1), community: fill(0), subdistrict: fill(0),
    a: borders.map((border) => border[0]), b: borders.map((border) => border[1]),
    length: borders.map((border) => border[2]), barrier: borders.map((border) => border[3]),
    venue_row: [], reach_start: fill(0).concat(0), reach_venue: [], reach_metres: [],
  };
  const facts = {
    rows: n, barriers: ["river", "local"], compounds: [], communities: [], venues: [],
    on_foot: true, farthest: 1000, judging: { grid: JUDGING, community: JUDGING }, ...header,
  };
  return bytesOf(facts, { ...columns, ...said });
}
