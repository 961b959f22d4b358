import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sync, syncLater } from '../../src/persistence/sync';
import { temporaryFolder } from '../support/process';

const platform = process.platform;
afterEach(() => Object.defineProperty(process, 'platform', { value: platform }));

test.each(['linux', 'win32'])('files and folders are synced as %s lets them', async (name) => {
  const folder = temporaryFolder();
  const file = join(folder, 'x');
  writeFileSync(file, 'bytes');
  Object.defineProperty(process, 'platform', { value: name });
  for (const path of [file, folder]) {
    sync(path);
    await syncLater(path);
  }
  expect(() => sync(join(folder, 'gone'))).toThrow('ENOENT');
  await expect(syncLater(join(folder, 'gone'))).rejects.toThrow('ENOENT');
});

test.each(['linux', 'win32'])(
  'a file that was sealed stays so when it is synced as %s does',
  (name) => {
    const file = join(temporaryFolder(), 'x');
    writeFileSync(file, 'bytes');
    chmodSync(file, 0o400);
    Object.defineProperty(process, 'platform', { value: name });
    sync(file);
    expect(statSync(file).mode & 0o777).toBe(0o400);
    expect(readFileSync(file, 'utf8')).toBe('bytes');
  },
);
