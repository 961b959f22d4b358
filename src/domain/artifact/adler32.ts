const BASE = 65_521;
/** So many bytes can be added before a sum leaves 32 bits. */
const AT_ONCE = 5552;

/** The Adler-32 of RFC 1950, of buffers one after the other. */
export function adler32(buffers: readonly Buffer[]): number {
  let a = 1;
  let b = 0;
  for (const bytes of buffers) {
    for (let start = 0; start < bytes.length; start += AT_ONCE) {
      for (const byte of bytes.subarray(start, start + AT_ONCE)) {
        a += byte;
        b += a;
      }
      a %= BASE;
      b %= BASE;
    }
  }
  return b * 2 ** 16 + a;
}
