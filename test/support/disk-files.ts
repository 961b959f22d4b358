import { crc32c } from './crc32c';

/** Files with headers that are made by hand, by what the formats' specifications say; `bytes` long, or as long as need be. */

const MIB = 2 ** 20;

function file(bytes: number, ...pieces: readonly (readonly [at: number, piece: Buffer])[]): Buffer {
  const made = Buffer.alloc(Math.max(bytes, ...pieces.map(([at, piece]) => at + piece.length)));
  for (const [at, piece] of pieces) piece.copy(made, at);
  return made;
}

/** A buffer with numbers at places. */
function header(
  length: number,
  fields: readonly (readonly [at: number, width: 1 | 2 | 4 | 8, value: number | bigint])[],
  isBigEndian: boolean,
): Buffer {
  const made = Buffer.alloc(length);
  for (const [at, width, value] of fields) {
    let rest = BigInt(value);
    for (let i = 0; i < width; i++) {
      made.writeUInt8(Number(rest & 0xffn), isBigEndian ? at + width - 1 - i : at + i);
      rest >>= 8n;
    }
  }
  return made;
}

const withText = (bytes: Buffer, ...texts: readonly (readonly [at: number, text: string])[]) => {
  for (const [at, text] of texts) bytes.write(text, at, 'latin1');
  return bytes;
};

/** Version 3, clusters of 64 KiB, tables that lie beyond the end of a short file: zeros to qemu. */
export function qcow2(size: number | bigint, bytes = MIB, backingFile = 0): Buffer {
  const entries = (BigInt(size) + 2n ** 29n - 1n) / 2n ** 29n;
  const head = header(
    112,
    [
      [4, 4, 3],
      [8, 8, backingFile],
      [16, 4, backingFile === 0 ? 0 : 8],
      [20, 4, 16],
      [24, 8, size],
      [36, 4, entries],
      [40, 8, 3 * 65_536],
      [48, 8, 65_536],
      [56, 4, 1],
      [96, 4, 4],
      [100, 4, 104],
    ],
    true,
  );
  return file(bytes, [0, withText(head, [0, 'QFI\xfb'])]);
}

/** Version 1. */
export function qcow(size: number | bigint, bytes = MIB): Buffer {
  const head = header(
    48,
    [
      [4, 4, 1],
      [24, 8, size],
      [32, 1, 12],
      [33, 1, 9],
      [40, 8, 48],
    ],
    true,
  );
  return file(bytes, [0, withText(head, [0, 'QFI\xfb'])]);
}

const DESCRIPTOR = Buffer.from(
  '# Disk DescriptorFile\nversion=1\nCID=1234abcd\nparentCID=ffffffff\ncreateType="monolithicSparse"\n',
);

const vmdkHeader = (size: number | bigint, directory: bigint) =>
  withText(
    header(
      512,
      [
        [4, 4, 1],
        [8, 4, 1],
        [12, 8, BigInt(size) / 512n],
        [20, 8, 128],
        [28, 8, 1],
        [36, 8, 20],
        [44, 4, 512],
        [56, 8, directory],
        [64, 8, 128],
      ],
      false,
    ),
    [0, 'KDMV'],
  );

export const vmdk = (size: number | bigint, bytes = MIB): Buffer =>
  file(bytes, [0, vmdkHeader(size, 21n)], [512, DESCRIPTOR]);

/** streamOptimized: the header that counts stands at the end. */
export function streamedVmdk(size: number | bigint, bytes = MIB): Buffer {
  const marker = header(512, [[12, 4, 3]], false);
  const end = bytes - 3 * 512;
  return file(
    bytes,
    [0, vmdkHeader(1024, 2n ** 64n - 1n)],
    [512, DESCRIPTOR],
    [end, marker],
    [end + 512, vmdkHeader(size, 21n)],
  );
}

/** A dynamic disk of a writer whose sizes count. */
export function vhd(size: number | bigint, bytes = MIB): Buffer {
  const blocks = (BigInt(size) + 2n ** 21n - 1n) / 2n ** 21n;
  const footer = withText(
    header(
      512,
      [
        [16, 8, 512],
        [48, 8, size],
        [60, 4, 3],
      ],
      true,
    ),
    [0, 'conectix'],
    [28, 'win '],
  );
  footer.writeUInt32BE(~footer.reduce((sum, byte) => sum + byte, 0) >>> 0, 64);
  const dynamic = header(
    1024,
    [
      [16, 8, 2048],
      [28, 4, blocks],
      [32, 4, 2 ** 21],
    ],
    true,
  );
  const table = Buffer.alloc(Math.min(Number(blocks) * 4, bytes - 2048), 0xff);
  return file(bytes, [0, footer], [512, withText(dynamic, [0, 'cxsparse'])], [2048, table]);
}

export function vdi(size: number | bigint, bytes = MIB): Buffer {
  const head = header(
    512,
    [
      [0x40, 4, 0xbeda107f],
      [0x44, 4, 0x10001],
      [0x48, 4, 400],
      [0x4c, 4, 1],
      [0x154, 4, 512],
      [0x158, 4, MIB],
      [0x168, 4, 512],
      [0x170, 8, size],
      [0x178, 4, MIB],
      [0x180, 4, (BigInt(size) + 2n ** 20n - 1n) / 2n ** 20n],
    ],
    false,
  );
  return file(bytes, [0, head]);
}

export function qed(size: number | bigint, bytes = MIB): Buffer {
  const head = header(
    64,
    [
      [4, 4, 65_536],
      [8, 4, 4],
      [12, 4, 1],
      [40, 8, 65_536],
      [48, 8, size],
    ],
    false,
  );
  return file(bytes, [0, withText(head, [0, 'QED\0'])]);
}

const BAT_REGION = '6677c22d23f600429d64115e9bfd4a08';
const METADATA_REGION = '06a27c8b90479a4bb8fe575f050f886e';
const ITEMS = [
  ['3767a1ca36fa434db3b633f0aa44e76b', 0],
  ['2442a52f1bcd7648b2115dbed83bf4b8', 8],
  ['1dbf41816fa90947ba47f233a8faab5f', 16],
  ['c748a3cd5d4471449cc9e9885251c556', 20],
  ['ab12cabee6b2234593efc309e000c746', 24],
] as const;

export function vhdx(size: number | bigint, bytes = 4 * MIB): Buffer {
  const head = withText(
    header(
      4096,
      [
        [66, 2, 1],
        [72, 8, MIB],
      ],
      false,
    ),
    [0, 'head'],
  );
  head.writeUInt32LE(crc32c(head), 4);
  const regions = withText(header(65_536, [[8, 4, 2]], false), [0, 'regi']);
  for (const [i, id] of [BAT_REGION, METADATA_REGION].entries()) {
    const entry = header(
      32,
      [
        [16, 8, (i + 2) * MIB],
        [24, 4, MIB],
        [28, 4, 1],
      ],
      false,
    );
    entry.write(id, 0, 'hex');
    entry.copy(regions, 16 + 32 * i);
  }
  regions.writeUInt32LE(crc32c(regions), 4);
  const metadata = withText(header(65_536, [[10, 2, ITEMS.length]], false), [0, 'metadata']);
  for (const [i, [id, at]] of ITEMS.entries()) {
    metadata.write(id, 32 + 32 * i, 'hex');
    metadata.writeUInt32LE(65_536 + at, 32 + 32 * i + 16);
    metadata.writeUInt32LE(8, 32 + 32 * i + 20);
  }
  const items = header(
    40,
    [
      [0, 4, 2 ** 25],
      [8, 8, size],
      [16, 4, 512],
      [20, 4, 512],
    ],
    false,
  );
  return file(
    bytes,
    [0, Buffer.from('vhdxfile')],
    [65_536, head],
    [3 * 65_536, regions],
    [3 * MIB, metadata],
    [3 * MIB + 65_536, items],
  );
}

export const iso = (bytes = MIB): Buffer =>
  file(bytes, [16 * 2048, Buffer.from('\x01CD001\x01', 'latin1')]);

export const raw = (bytes = MIB): Buffer => Buffer.alloc(bytes, 7);
