import { createHash } from 'node:crypto';
import {
  artifactChunks,
  artifactLength,
  artifactMd5,
  type ArtifactFormat,
} from '../../src/domain/artifact/artifact';
import { contentIdOf, originOf } from '../../src/domain/artifact/artifact-identity';
import { isConvertible } from '../../src/domain/artifact/converted-layout';

const TIB = 2 ** 40;
const FORMATS: readonly ArtifactFormat[] = ['qcow2', 'raw', 'iso', 'vmdk'];

/** What qemu-img reads as the same disk (see artifact.test.ts); these bytes are those of every release. */
// prettier-ignore
test.each([
  ['qcow2', 'raw', 0, 0, 'd41d8cd98f00b204e9800998ecf8427e'],
  ['qcow2', 'raw', 1, 1, '26b17225b626fb9238849fd60eabdf60'],
  ['qcow2', 'raw', 512, 512, 'aab2fcf84c2ef88c6257eac595ac3c1f'],
  ['qcow2', 'raw', 16_384, 16_384, 'ff4b361e44300a6946fe8b58b6bb0c30'],
  ['qcow2', 'raw', 16_385, 16_385, 'b5b8862610e1783c9a6c1f6c3dc011d5'],
  ['qcow2', 'raw', 65_537, 65_537, '548837aa88977e84a79cc002c2be5307'],
  ['qcow2', 'raw', 1_048_577, 1_048_576, '737677e87424e19f786e2e8935e1455e'],
  ['qcow2', 'raw', 4 * TIB + 1, 1_048_576, '6f992aa2a9eed253c78e031eec0186a6'],
  ['raw', 'qcow2', 0, 49_152, '7e868a37984b3021458c8087d31e5add'],
  ['raw', 'qcow2', 1, 82_432, 'fbc4b21bb5feb343cc8f1ead97b3edff'],
  ['raw', 'qcow2', 512, 82_432, '8eb9da7b9d8dd3ea67de08768632b773'],
  ['raw', 'qcow2', 16_384, 98_304, '71065a5c762d1e0089b2be1956c0174f'],
  ['raw', 'qcow2', 16_385, 98_816, '09adc8a31b58d12c8fffb99701a42ea2'],
  ['raw', 'qcow2', 65_537, 147_968, '7b2bb3bc0dc2455582b313c56506e3db'],
  ['raw', 'qcow2', 1_048_577, 1_130_496, '5fdc4037325f15573cfead7b50319ec8'],
  ['raw', 'qcow2', 4 * TIB + 1, 1_474_560, 'ef1cc40c3c9bf14e134d3cfd14ab9576'],
  ['qcow2', 'vmdk', 0, 67_584, 'e4560508e68cfd56e01e7d67d56eaf43'],
  ['qcow2', 'vmdk', 1, 136_704, '57afae82e0fdbfb0eabe6e5a4cd2929f'],
  ['qcow2', 'vmdk', 16_384, 136_704, '56420316239b2e6c23ae88120443056e'],
  ['qcow2', 'vmdk', 16_385, 136_704, 'bf7783fa64885043fd8879591683e8e9'],
  ['qcow2', 'vmdk', 65_537, 136_704, '6d7384a4f1bde34e56f43ff42fc3b45d'],
  ['qcow2', 'vmdk', 4 * TIB + 1, 660_992, '8ab62f3ed464e4c46ea172a46f754552'],
  ['raw', 'vmdk', 0, 67_584, 'e4560508e68cfd56e01e7d67d56eaf43'],
  ['raw', 'vmdk', 1, 136_704, '7adb2d16de9ed8969ae4d95d36553a3d'],
  ['raw', 'vmdk', 32_768, 136_704, 'cfb4cf9d838a7c9fb662fb5fe1f50284'],
  ['raw', 'vmdk', 32_769, 136_704, 'c2045c2606c8c99a0a3d3db0e6a4901d'],
  ['raw', 'vmdk', 65_537, 202_752, '0ca5663917ca166445f990e9bf47005d'],
  ['raw', 'vmdk', 1_048_577, 1_127_424, '1f469d80ab84780af9e8086e93bb6a25'],
  ['raw', 'vmdk', 4 * TIB + 1, 1_651_712, 'cc37d17489ddb9e768251fe59f7beaab'],
] as const)('what was a %s and is a %s of %d bytes', (from, format, size, length, sum) => {
  const disk = { contentId: 'content-1', from, format, size };
  const whole = Buffer.concat([...artifactChunks(disk)]);
  expect(artifactLength(disk)).toBe(length);
  expect(whole).toHaveLength(length);
  expect(artifactMd5(disk)).toBe(sum);
  expect(createHash('md5').update(whole).digest('hex')).toBe(sum);
  // The same by the content id that says where it came from.
  const named = { contentId: `${from}-disk:content-1`, format, size };
  expect(artifactMd5(named)).toBe(sum);
});

test('a disk becomes raw, qcow2 or a VMDK, and nothing becomes what it was not made for', () => {
  const can = FORMATS.flatMap((from) =>
    FORMATS.filter((to) => isConvertible(from, to)).map((to) => `${from} ${to}`),
  );
  expect(can).toEqual(['qcow2 qcow2', 'qcow2 raw', 'raw qcow2', 'raw raw', 'iso iso', 'vmdk vmdk']);
  for (const [from, format] of [
    ['iso', 'raw'],
    ['raw', 'iso'],
    ['qcow2', 'iso'],
    ['iso', 'vmdk'],
    ['vmdk', 'raw'],
    ['vmdk', 'qcow2'],
  ] as const) {
    expect(() => artifactLength({ contentId: 'c', from, format, size: 1 })).toThrow(
      new RangeError(`a ${from} image cannot be converted to ${format}`),
    );
  }
});

test.each([-1, 0.5])('a size, or an end of a range, of %d is refused in words', (bad) => {
  const words = (what: string) =>
    new RangeError(`${what} must be a whole number of bytes from 0, not ${bad}`);
  const raw = { contentId: 'c', format: 'raw', size: 9 } as const;
  expect(() => artifactLength({ ...raw, size: bad })).toThrow(words('size'));
  expect(() => [...artifactChunks(raw, { start: bad, end: 9 })]).toThrow(words('range start'));
  expect(() => [...artifactChunks(raw, { start: 0, end: bad })]).toThrow(words('range end'));
});

test.each([
  ['raw-disk:a', 'qcow2', { contentId: 'a', format: 'qcow2', size: 9, from: 'raw' }],
  ['qcow2-disk:raw-disk:a\nb', 'raw', { contentId: 'raw-disk:a\nb', from: 'qcow2' }],
  ['raw-disk:', 'vmdk', { contentId: '', from: 'raw' }],
  ['raw-disk:a', 'iso', { contentId: 'raw-disk:a', format: 'iso', size: 9 }],
  ['vmdk-disk:a', 'raw', { contentId: 'vmdk-disk:a', format: 'raw', size: 9 }],
  ['xraw-disk:a', 'qcow2', { contentId: 'xraw-disk:a', format: 'qcow2', size: 9 }],
] as const)('a content %j of a %s comes of %j', (contentId, format, origin) => {
  expect(originOf({ contentId, format, size: 9 })).toEqual({ format, size: 9, ...origin });
});

test.each([
  [{ contentId: 'a', format: 'raw' }, 'a'],
  [{ contentId: 'a', format: 'raw', from: 'raw' }, 'a'],
  [{ contentId: 'a', format: 'raw', from: 'qcow2' }, 'qcow2-disk:a'],
  [{ contentId: 'raw-disk:a', format: 'qcow2' }, 'raw-disk:a'],
  [{ contentId: 'raw-disk:a', format: 'raw' }, 'a'],
] as const)('the bytes of %j are kept as %s', (identity, contentId) => {
  expect(contentIdOf({ ...identity, size: 9 })).toBe(contentId);
});
