/** Numbers from the server as typed arrays: a length, a header in JSON, and the arrays behind it.
 *
 * What is not whole comes as whole multiples of a fraction where that loses nothing, and what
 * rises slowly as differences; both are taken back here, so that every number is the server's. */

type Kind = "int8" | "uint8" | "int16" | "uint16" | "int32" | "uint32" | "float64";

interface Place {
  name: string;
  kind: Kind;
  /** Bytes behind the header. */
  at: number;
  length: number;
  /** What a value was multiplied by. */
  scale: number;
  /** Each value is the difference to the one before it. */
  differences: boolean;
}

const KINDS = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float64: Float64Array,
};

export class Packet<Header> {
  readonly header: Header;
  private readonly places: Map<string, Place>;
  private readonly data: number;

  constructor(private readonly buffer: ArrayBuffer) {
    const length = new DataView(buffer).getUint32(0, true);
    const text = new TextDecoder().decode(new Uint8Array(buffer, 4, length));
    const read = JSON.parse(text) as Header & { arrays: Place[] };
    this.header = read;
    this.places = new Map(read.arrays.map((place) => [place.name, place]));
    this.data = 4 + length;
  }

  /** Whole numbers: rows, codes, counts. */
  whole(name: string): Int32Array {
    return this.values(name, (length) => new Int32Array(length));
  }

  /** Numbers of any kind. */
  numbers(name: string): Float64Array {
    return this.values(name, (length) => new Float64Array(length));
  }

  private values<Values extends Int32Array | Float64Array>(name: string, make: (length: number) => Values): Values {
    const place = this.places.get(name);
    if (!place) throw new Error(`the server's answer has no "${name}"`);
    const raw = new KINDS[place.kind](this.buffer, this.data + place.at, place.length);
    const values = make(place.length);
    let last = 0;
    for (let row = 0; row < raw.length; row++) {
      last = (place.differences ? last : 0) + (raw[row] as number);
      values[row] = last / place.scale;
    }
    return values;
  }
}
