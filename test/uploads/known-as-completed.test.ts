import type { Upload } from '../../src/domain/upload/upload';
import {
  completedAs,
  forgetAllUnderWay,
  forgetUnderWay,
  rememberCompleted,
  underWay,
} from '../../src/services/images/uploads/under-way';
import { TestEmulator } from '../support/emulator';

const upload = (n: number): Upload => ({
  imageUuid: `image-${n}`,
  backupStorageUuid: 'store',
  key: `key-${n}`,
  jobUuid: 'job',
  imageSize: null,
  sliceSize: null,
  received: '',
  uploadUrl: '',
  createDate: 0,
  lastOpDate: 0,
});

test('the last thousand uploads that were completed are known by their keys, of their world alone', async () => {
  const [{ environment: one }, { environment: other }] = [
    await TestEmulator.start(),
    await TestEmulator.start(),
  ];
  const known = (n: number, world = one.world) => completedAs(world, `key-${n}`, 'store');
  for (let n = 0; n < 1000; n++) rememberCompleted(one.world, upload(n));
  expect([known(0), known(999)]).toEqual(['image-0', 'image-999']);
  rememberCompleted(one.world, upload(1000));
  expect([known(0), known(1), known(1000)]).toEqual([undefined, 'image-1', 'image-1000']);
  expect(completedAs(one.world, 'key-1', 'another')).toBeUndefined();
  expect(known(1, other.world)).toBeUndefined();
  forgetAllUnderWay(one.world);
  expect(known(1)).toBeUndefined();
});

test('what is known of an upload goes with it, but while bytes of it come', async () => {
  const { world } = (await TestEmulator.start()).environment;
  const first = underWay(world, upload(1));
  expect(underWay(world, upload(1))).toBe(first);
  expect(underWay(world, upload(2))).not.toBe(first);
  first.requests = 1;
  forgetUnderWay(world, upload(1));
  expect(underWay(world, upload(1))).toBe(first);
  first.requests = 0;
  forgetUnderWay(world, upload(1));
  expect(underWay(world, upload(1))).not.toBe(first);
  // Of one that is not known nothing is forgotten.
  forgetUnderWay(world, upload(3));
});

test('turns are taken one after the other, be one of them a failure', async () => {
  const { world } = (await TestEmulator.start()).environment;
  const known = underWay(world, upload(1));
  const order: string[] = [];
  const failure = known.alone(async () => {
    await Promise.resolve();
    order.push('first');
    throw new Error('no');
  });
  const second = known.alone(() => Promise.resolve(order.push('second')));
  await expect(failure).rejects.toThrow('no');
  expect(await second).toBe(2);
  expect(order).toEqual(['first', 'second']);
});
