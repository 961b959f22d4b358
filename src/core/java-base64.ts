const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * Bytes of Base64 as Java's basic decoder reads it: padding may be missing, but is right where it is there.
 * @throws {Error} in the decoder's words
 */
export function decodeBase64(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length === 1) {
    throw new Error('Input byte[] should at least have 2 bytes for base64 bytes');
  }
  const end = endOfDigits(bytes);
  const left = end % 4;
  const padding = bytes.subarray(end).toString();
  const isPadded = padding.startsWith('=');
  if (isPadded && (left === 0 || (left === 2 && padding[1] !== '='))) {
    throw new Error('Input byte array has wrong 4-byte ending unit');
  }
  if (!isPadded && end < bytes.length) {
    throw new Error(`Illegal base64 character ${(bytes[end] ?? 0).toString(16)}`);
  }
  if (left === 1) throw new Error('Last unit does not have enough valid bits');
  const stop = end + (isPadded ? 4 - left : 0);
  if (stop < bytes.length) {
    throw new Error(`Input byte array has incorrect ending byte at ${stop}`);
  }
  return Buffer.from(bytes.subarray(0, end).toString('latin1'), 'base64');
}

function endOfDigits(bytes: Buffer): number {
  const end = bytes.findIndex((byte) => !DIGITS.includes(String.fromCodePoint(byte)));
  return end === -1 ? bytes.length : end;
}
