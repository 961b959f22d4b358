import { createHash } from 'node:crypto';
import { SEED, TestEmulator } from '../../support/emulator';

const { linux } = SEED.images;
const { imageStore, ceph } = SEED.backupStorages;
const calculate = (algorithm?: string, backupStorageUuid: string = imageStore) =>
  [
    'PUT',
    `/images/${linux}/actions`,
    { calculateImageHash: { backupStorageUuid, algorithm } },
  ] as const;

test.each(['MD5', 'SHA1', 'SHA256'])('%s is the sum of the bytes', async (algorithm) => {
  const emulator = await TestEmulator.start();
  const bytes = await emulator.anonymous
    .get(`/emulator/v1/images/${linux}/artifact`)
    .responseType('blob');
  const image = await emulator.make(...calculate(algorithm));
  const sum = createHash(algorithm.toLowerCase()).update(bytes.body).digest('hex');
  expect(image.md5Sum).toBe(sum);
  // And MD5, the default, comes back.
  const again = await emulator.make(...calculate());
  expect(again.md5Sum).toBe(createHash('md5').update(bytes.body).digest('hex'));
});

test('with native checks a sum that is there stays', async () => {
  const emulator = await TestEmulator.start({ settings: { checks: 'native' } });
  const { md5Sum } = await emulator.find(`/images/${linux}`);
  const image = await emulator.make(...calculate('SHA256'));
  expect(image.md5Sum).toBe(md5Sum);
});

test('an unknown algorithm and a storage that has not got it are refused', async () => {
  const emulator = await TestEmulator.start();
  const unknown = await emulator.refused(...calculate('CRC32'));
  expect(unknown.details).toBe('unknown hash algorithm[CRC32], known are [MD5, SHA1, SHA256]');
  const elsewhere = await emulator.refused(...calculate('MD5', ceph));
  expect(elsewhere.details).toContain('is not on backup storage');
});

test('Ceph calculates none: only a sum that is known already comes from there', async () => {
  const emulator = await TestEmulator.start();
  const { uuid, md5Sum } = await emulator.make('POST', '/images', {
    params: { name: 'x', url: 'http://x/a.raw', format: 'raw', backupStorageUuids: [ceph] },
  });
  const onCeph = (algorithm: string) =>
    [
      'PUT',
      `/images/${uuid}/actions`,
      { calculateImageHash: { backupStorageUuid: ceph, algorithm } },
    ] as const;
  expect(await emulator.refused(...onCeph('SHA256'))).toMatchObject({
    code: 'SYS.1006',
    details: 'ceph backup storage do not support calculate image hash',
  });
  expect((await emulator.make(...onCeph('MD5'))).md5Sum).toBe(md5Sum);
});
