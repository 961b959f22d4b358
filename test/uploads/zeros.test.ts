import { statSync } from 'node:fs';
import { join } from 'node:path';
import { TestEmulator } from '../support/emulator';
import { bytesOf, Client, filesBelow, uploadIn } from '../support/environments';
import { temporaryFolder } from '../support/process';

const LENGTH = 300_000;

/** Zeros, with one other byte somewhere. */
const zerosBut = (at: number): Buffer => {
  const bytes = Buffer.alloc(LENGTH);
  bytes[at] = 1;
  return bytes;
};

test.each([
  ['zeros', Buffer.alloc(LENGTH)],
  ['one zero', Buffer.alloc(1)],
  ['one byte', Buffer.from('x')],
  ['a byte again and again', Buffer.alloc(LENGTH, 'x')],
  ['zeros behind another byte', zerosBut(0)],
  ['zeros before another byte', zerosBut(LENGTH - 1)],
  ['zeros around another byte', zerosBut(LENGTH / 2)],
])('%s come back as they are', async (_what, bytes) => {
  const dataDir = temporaryFolder();
  const emulator = await TestEmulator.start({ settings: { dataDir } });
  const client = new Client(emulator, 'default');
  expect((await bytesOf(client, await uploadIn(client, bytes))).equals(bytes)).toBe(true);
});

(process.platform === 'linux' ? test : test.skip)('zeros take no room on the disk', async () => {
  const dataDir = temporaryFolder();
  const emulator = await TestEmulator.start({ settings: { dataDir } });
  const room = () =>
    filesBelow(dataDir)
      .filter((path) => path.includes('blobs'))
      .map((path) => statSync(join(dataDir, path)).blocks * 512);
  await uploadIn(new Client(emulator, 'default'), Buffer.alloc(2 ** 20));
  expect(room()).toEqual([0]);
});
