// The ring of HAProxy 2.6 with `hash-type consistent sdbm avalanche`: which server the hash of a name leads to. A real
// HAProxy is asked for the same names by test/deploy/haproxy.test.ts.

/** As deploy/haproxy has it. */
export const WEIGHT = 200;
/** Places on the ring for each unit of weight. */
const PLACES = 16;
/** The numbers of a server's places begin here times its id: 256 units of weight at the most. */
const RANGE = 256 * PLACES;

/** A prime near three quarters of the ring. */
const SPREAD = 3_221_225_473;

/** Mixes a number of 32 bits, each bit of it into all: the integer hash of Bob Jenkins in six shifts, and a multiplication. */
function mix(number) {
  let a = number >>> 0;
  a = (a + 0x7ed55d16 + (a << 12)) >>> 0;
  a = (a ^ 0xc761c23c ^ (a >>> 19)) >>> 0;
  a = (a + 0x165667b1 + (a << 5)) >>> 0;
  a = ((a + 0xd3a2646c) ^ (a << 9)) >>> 0;
  a = (a + 0xfd7046c5 + (a << 3)) >>> 0;
  a = (a ^ 0xb55a4f09 ^ (a >>> 16)) >>> 0;
  return Math.imul(a, SPREAD) >>> 0;
}

function hashOf(name) {
  let hash = 0;
  for (let i = 0; i < name.length; i++) {
    hash = (name.charCodeAt(i) + (hash << 6) + (hash << 16) - hash) >>> 0;
  }
  return mix(hash);
}

export class Ring {
  #keys;
  #servers;

  /** @param {readonly number[]} ids of the servers that are there */
  constructor(ids, weight = WEIGHT) {
    const places = ids.flatMap((id) =>
      Array.from({ length: weight * PLACES }, (_, place) => [mix(id * RANGE + place), id]),
    );
    places.sort(([a], [b]) => a - b);
    this.#keys = Uint32Array.from(places, ([key]) => key);
    this.#servers = Uint32Array.from(places, ([, id]) => id);
  }

  /** The id of the server that a name leads to: the one with the nearest place. */
  serverOf(name) {
    const hash = hashOf(name);
    const keys = this.#keys;
    let low = 0;
    for (let high = keys.length; low < high;) {
      const middle = (low + high) >>> 1;
      if (keys[middle] < hash) low = middle + 1;
      else high = middle;
    }
    const next = low === keys.length ? 0 : low;
    const before = next === 0 ? keys.length - 1 : next - 1;
    const [up, down] = [(keys[next] - hash) >>> 0, (hash - keys[before]) >>> 0];
    return this.#servers[down <= up ? before : next];
  }
}
