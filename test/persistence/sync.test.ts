import { writeFileSync } from 'node:fs';
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
