import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { DiskFile } from '../../src/domain/disk-file/disk-file.js';
import { inspect } from '../../src/domain/disk-file/inspect.js';
import * as disks from '../support/disk-files';
import { temporaryFolder } from '../support/process';
import { needs } from '../support/tools';

const GIB = 2 ** 30;
const MIB = 2 ** 20;
const RUNS = Number(process.env['DISK_FILES_RUNS'] ?? 4);

const of = (bytes: Buffer): DiskFile => ({
  length: bytes.length,
  read(at, length) {
    const read = Buffer.alloc(length);
    bytes.subarray(Math.min(at, bytes.length)).copy(read);
    return read;
  },
});

type Make = (size: number | bigint, bytes?: number) => Buffer;

/** By kind: how to make one, what the agents call it, and a size that its header can tell but nobody may have. */
const KINDS: Readonly<Record<string, readonly [make: Make, format: string, huge?: bigint]>> = {
  qcow2: [disks.qcow2, 'qcow2', 2n ** 63n + 512n],
  qcow: [disks.qcow, 'qcow2', 2n ** 63n],
  vmdk: [disks.vmdk, 'vmdk', 2n ** 63n],
  'streamed vmdk': [disks.streamedVmdk, 'vmdk', 2n ** 62n],
  vhd: [disks.vhd, 'raw', 2n ** 62n],
  vhdx: [disks.vhdx, 'raw', 2n ** 63n],
  vdi: [disks.vdi, 'raw', 2n ** 63n],
  qed: [disks.qed, 'raw', 2n ** 63n],
};

describe.each(Object.entries(KINDS))('a %s', (_kind, [make, format, huge]) => {
  test.each([1 * GIB, 10 * GIB, 1_234_567_680])('of %d bytes tells its size', (size) => {
    expect(inspect(of(make(size)))).toEqual({
      format,
      virtualSize: size,
      hasBackingFile: false,
      defect: null,
    });
  });

  test('that is larger than anything is refused', () => {
    const found = inspect(of(make(huge ?? 0n)));
    expect([found.format, found.virtualSize, typeof found.defect]).toEqual([format, 0, 'string']);
  });

  test('that is cut inside of its header is refused, or no such file any more', () => {
    const whole = make(GIB);
    for (const length of [0, 1, 4, 8, 20, 32]) {
      const cut = whole.subarray(0, length);
      const { defect, virtualSize } = inspect(of(cut));
      const size = defect === null ? virtualSize : Math.ceil(length / 512) * 512;
      expect([length, size]).toEqual([length, Math.ceil(length / 512) * 512]);
    }
  });

  test('with any bytes in its header neither ends anything nor is too large', () => {
    const whole = make(GIB);
    const damage = fc.array(fc.tuple(fc.nat(600), fc.uint8Array({ minLength: 1, maxLength: 8 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(damage, fc.nat(whole.length), fc.boolean(), (pieces, end, isCut) => {
        const bytes = Buffer.from(whole);
        for (const [at, piece] of pieces) bytes.set(piece, at);
        const { virtualSize, defect } = inspect(of(isCut ? bytes.subarray(0, end) : bytes));
        expect(Number.isSafeInteger(virtualSize) && virtualSize >= 0).toBe(true);
        expect(defect).not.toBe('');
      }),
      { numRuns: 40 * RUNS },
    );
  });
});

/** Right headers with another number at a place, and what qemu says of them. */
const DAMAGED: readonly (readonly [
  kind: string,
  what: string,
  place: (readonly [at: number, value: number, isLittle?: boolean])[],
  defect: string,
])[] = [
  ['qcow2', 'of another version', [[4, 99]], 'Unsupported qcow2 version 99'],
  ['qcow2', 'with clusters of 2^3', [[20, 3]], 'Unsupported cluster size: 2^3'],
  ['qcow2', 'with a short header', [[100, 72]], 'qcow2 header too short'],
  ['qcow2', 'with a long header', [[100, 2 ** 20]], 'qcow2 header exceeds cluster size'],
  ['qcow2', 'with unknown features', [[76, 0x100]], 'Unsupported qcow2 feature(s): 0x100'],
  ['qcow2', 'with too few entries', [[36, 1]], 'L1 table is too small'],
  ['qcow2', 'with too many entries', [[36, 2 ** 30]], 'Active L1 table too large'],
  ['qcow2', 'with a table at no cluster', [[44, 77]], 'Active L1 table offset invalid'],
  ['qcow2', 'without refcounts', [[56, 0]], 'Image does not contain a reference count table'],
  ['qcow2', 'with wide refcounts', [[96, 7]], 'Reference count entry width too large'],
  ['qcow2', 'encrypted in an unknown way', [[32, 3]], 'Unsupported encryption method 3'],
  ['qcow2', 'with an endless extension', [[108, 2 ** 31]], 'Header extension too large'],
  ['qcow', 'of no size', [[24, 0], [28, 0]], 'Image size is too small'], // prettier-ignore
  ['qcow', 'with odd clusters', [[32, 0x0109_0000]], 'Cluster size must be between 512 and 64k'],
  ['qcow', 'with small tables', [[32, 0x0c05_0000]], 'L2 table size must be between 512 and 64k'],
  ['qcow', 'with large tables', [[32, 0x0c0e_0000]], 'L2 table size must be between 512 and 64k'],
  ['qcow', 'with large clusters', [[32, 0x1109_0000]], 'Cluster size must be between 512 and 64k'],
  ['qcow', 'with small clusters', [[32, 0x0809_0000]], 'Cluster size must be between 512 and 64k'],
  ['vmdk', 'of another version', [[4, 9, true]], 'Unsupported VMDK version 9'],
  ['vmdk', 'with large tables', [[44, 513, true]], 'L2 table size too big'],
  ['vmdk', 'without grains', [[20, 0, true]], 'L1 entry size is invalid'],
  ['vmdk', 'that is cut', [[64, 2 ** 24, true]], 'File truncated, expecting at least'],
  ['vmdk', 'without a descriptor', [[545, 0, true]], 'the descriptor is missing or damaged'],
  [
    'streamed vmdk',
    'without its footer',
    [[MIB - 1024, 0]],
    'the footer of a streamed vmdk is damaged',
  ],
  ['vhd', 'with a wrong sum', [[48, 1]], 'Incorrect header checksum'],
  ['vhd', 'without its second header', [[512, 0]], 'Invalid header magic'],
  ['vhd', 'with odd blocks', [[544, 12_345]], 'Invalid block size 12345'],
  ['vhd', 'with too few blocks', [[540, 1]], 'Page table too small'],
  ['vhd', 'that is cut', [[540, 2 ** 24]], 'The image has been truncated'],
  ['vhdx', 'without a header', [[65_544, 1]], 'No valid VHDX header found'],
  ['vhdx', 'with a wrong sum of its regions', [[196_640, 1]], 'no valid region table'],
  ['vhdx', 'without metadata', [[3 * MIB, 0]], 'no metadata'],
  ['vhdx', 'with odd blocks', [[3 * MIB + 65_536, 3, true]], 'block size'],
  ['vdi', 'of another version', [[0x44, 0x0003_0002, true]], 'version 3.2'],
  ['vdi', 'with odd sectors', [[0x168, 4096, true]], 'sector size 4096 is not 512'],
  ['vdi', 'with odd blocks', [[0x178, 4096, true]], 'block size 4096 is not 1048576'],
  ['vdi', 'with too few blocks', [[0x180, 1, true]], 'image bitmap has room for 1048576'],
  ['vdi', 'with a parent', [[0x1b8, 1, true]], 'non-NULL parent UUID'],
  ['qed', 'with odd clusters', [[4, 12_345, true]], 'QED cluster size is invalid'],
  ['qed', 'with odd tables', [[8, 3, true]], 'QED table size is invalid'],
  ['qed', 'with unknown features', [[16, 0x80, true]], 'Unsupported QED features: 80'],
  ['qed', 'with a table at no cluster', [[40, 5, true]], 'QED L1 table offset is invalid'],
  [
    'qed',
    'with a name of its backing file beyond its header',
    [[16, 1, true], [56, 65_527, true], [60, 10, true]],
    'QED backing file is invalid',
  ], // prettier-ignore
  [
    'qed',
    'with a long name of its backing file',
    [[16, 1, true], [56, 64, true], [60, 4096, true]],
    'QED backing file is invalid',
  ], // prettier-ignore
  ['qed', 'of an odd size', [[48, 5, true]], 'QED image size is invalid'],
];

/** A right file with other numbers at places. */
const damaged = (kind: string, places: (typeof DAMAGED)[number][2]): Buffer => {
  const bytes = KINDS[kind]?.[0](2 * GIB) ?? Buffer.alloc(0);
  for (const [at, value, isLittle = false] of places) {
    if (isLittle) bytes.writeUInt32LE(value, at);
    else bytes.writeUInt32BE(value, at);
  }
  return bytes;
};

test.each([
  [65_526, 10],
  [64, 4095],
])('a qed may name its backing file at %d, with %d bytes', (at, length) => {
  const bytes = damaged('qed', [
    [16, 1, true],
    [56, at, true],
    [60, length, true],
  ]);
  expect(inspect(of(bytes)).defect ?? '').not.toContain('backing file is invalid');
});

test('a vhd has as many blocks as 32 bits count, and no more', () => {
  expect(inspect(of(disks.vhd(2n ** 62n))).defect).toContain('Too many blocks');
  expect(inspect(of(disks.vhd(2n ** 53n - 2n ** 21n))).defect).not.toContain('Too many blocks');
});

test('a vhd has as many sectors as 32 bits count, and no more', () => {
  const most = 0xffff_ffffn;
  const fixed = (sectors: bigint): Buffer => disks.vhd(sectors * 512n, 8 * MIB);
  expect(inspect(of(fixed(most)))).toMatchObject({ virtualSize: Number(most) * 512, defect: null });
  expect(inspect(of(fixed(most + 1n))).defect).toContain('File too large');
});

test.each(DAMAGED)('a %s %s is refused', (kind, _what, places, defect) => {
  expect(inspect(of(damaged(kind, places))).defect).toContain(defect);
});

test.each([0x0906_0000, 0x100d_0000])('a qcow of the bounds %p is a right one', (bits) => {
  expect(inspect(of(damaged('qcow', [[32, bits]]))).defect).toBeNull();
});

test.each([
  ['an ISO', disks.iso(), 'iso', MIB],
  [
    'an ISO of another sector',
    (() => {
      const b = Buffer.alloc(MIB);
      b.write('CD001', 0x8801);
      return b;
    })(),
    'iso',
    MIB,
  ],
  ['bytes that are nothing', disks.raw(), 'raw', MIB],
  ['what is no whole sector', disks.raw(700_000), 'raw', 700_416],
  ['a byte', disks.raw(1), 'raw', 512],
  [
    'a text that begins as a descriptor does',
    Buffer.from('# a comment\n\nversion of nothing\n'),
    'raw',
    512,
  ],
  [
    'a qcow of version 0, which qemu does not know',
    Buffer.from('QFI\xfb\0\0\0\0', 'latin1'),
    'qcow2',
    512,
  ],
])('%s', (_what, bytes, format, virtualSize) => {
  expect(inspect(of(bytes))).toEqual({ format, virtualSize, hasBackingFile: false, defect: null });
});

test('a text that names the parts of a vmdk is none without them', () => {
  const text =
    '# Disk DescriptorFile\nversion=1\nCID=1\ncreateType="monolithicFlat"\nRW 2048 FLAT "a-flat.vmdk" 0\n';
  expect(inspect(of(Buffer.from(text))).defect).toBe(
    "Could not open 'a-flat.vmdk': No such file or directory",
  );
});

test.each([
  ['qcow2', disks.qcow2(GIB, MIB, 512)],
  [
    'qcow',
    (() => {
      const b = disks.qcow(GIB);
      b.writeBigUInt64BE(512n, 8);
      return b;
    })(),
  ],
])('a %s with a backing file says so', (_kind, bytes) => {
  expect(inspect(of(bytes)).hasBackingFile).toBe(true);
});

const qemuImg = needs('qemu-img');

qemuImg.describe(`qemu-img says the same ${qemuImg.note}`, () => {
  /** The virtual size that qemu-img finds, or that it finds none. */
  function verdict(bytes: Buffer): string {
    const path = join(temporaryFolder(), 'disk');
    writeFileSync(path, bytes);
    const { status, stdout } = spawnSync('qemu-img', ['info', '--output=json', path], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    const size = /"virtual-size": (\d+)/.exec(stdout)?.[1];
    return status === 0 && BigInt(size ?? -1) <= BigInt(Number.MAX_SAFE_INTEGER)
      ? String(size)
      : 'refused';
  }

  const own = (bytes: Buffer) => {
    const { defect, virtualSize } = inspect(of(bytes));
    return defect === null ? String(virtualSize) : 'refused';
  };

  test('of every damage in the table', () => {
    for (const [kind, what, places] of DAMAGED) {
      expect([kind, what, verdict(damaged(kind, places))]).toEqual([kind, what, 'refused']);
    }
  });

  test.each(Object.entries(KINDS))('of a %s with numbers changed at random', (_kind, [make]) => {
    const place = fc.nat(30).map((n) => 4 * n);
    const value = fc.constantFrom(0, 1, 2, 3, 4, 8, 9, 16, 31, 64, 255, 512, 513, 4096, 65_536, 2 ** 20, 2 ** 24, 2 ** 31, 2 ** 32 - 1); // prettier-ignore
    const whole = make(GIB);
    for (const length of [8, 20, 40, 63, 100, 512, 600, 2000, whole.length]) {
      const bytes = whole.subarray(0, length);
      expect([length, own(bytes)]).toEqual([length, verdict(bytes)]);
    }
    fc.assert(
      fc.property(place, value, fc.boolean(), (at, number, isLittle) => {
        const bytes = Buffer.from(whole);
        if (isLittle) bytes.writeUInt32LE(number, at);
        else bytes.writeUInt32BE(number, at);
        expect(own(bytes)).toBe(verdict(bytes));
      }),
      { seed: 1, numRuns: 3 * RUNS },
    );
  });
});
