/** A file in an archive begins and ends at multiples of it. */
export const TAR_BLOCK_BYTES = 512;
/** Two blocks of zeros end an archive. */
export const TAR_END_BYTES = 2 * TAR_BLOCK_BYTES;

const NAME_BYTES = 100;
const MOST_IN_OCTAL = 8 ** 11;
const CHECKSUM_OFFSET = 148;

/**
 * The header of a plain file in a tar archive, as POSIX's ustar has it, which an OVA must be. A size that has no room
 * there (8 GiB and more) is written as GNU tar and all that read OVAs do.
 */
export function tarHeader(name: string, size: number, seconds: number): Buffer {
  if (Buffer.byteLength(name) > NAME_BYTES) throw new RangeError(`'${name}' is too long for a tar`);
  const header = Buffer.alloc(TAR_BLOCK_BYTES);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  writeSize(header, size);
  header.write(`${octal(seconds, 11)}\0`, 136);
  header.write(' '.repeat(8), CHECKSUM_OFFSET);
  header.write('0', 156);
  header.write('ustar\0', 257);
  header.write('00', 263);
  header.write('root', 265);
  header.write('root', 297);
  header.write('0000000\0', 329);
  header.write('0000000\0', 337);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, CHECKSUM_OFFSET);
  return header;
}

function writeSize(header: Buffer, size: number): void {
  if (size < MOST_IN_OCTAL) {
    header.write(`${octal(size, 11)}\0`, 124);
    return;
  }
  header.writeUInt8(0x80, 124);
  header.writeBigUInt64BE(BigInt(size), 128);
}

const octal = (value: number, digits: number) =>
  Math.max(0, Math.floor(value)).toString(8).padStart(digits, '0');

/** Zeros between the end of a file of this size and the next header. */
export const tarPadding = (size: number): number =>
  (TAR_BLOCK_BYTES - (size % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES;
