import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Library from '../../src';
import { SEED } from '../support/emulator';
import { temporaryFolder } from '../support/process';

/** The package as another test file of the same process has it: jest gives each a copy of its own. */
function copyOfLibrary(): typeof Library {
  let copy: typeof Library | undefined;
  jest.isolateModules(() => {
    copy = jest.requireActual<typeof Library>('../../src');
  });
  if (!copy) throw new Error('it was not loaded');
  return copy;
}

test('emulators of several copies of the package in one process do not share files', async () => {
  const [first, second] = [copyOfLibrary(), copyOfLibrary()];
  expect(first.startEmulator).not.toBe(second.startEmulator);
  const folder = temporaryFolder({ readable: true });
  const bytes = Buffer.alloc(4096, 'z');
  writeFileSync(join(folder, 'image.raw'), bytes);
  await using one = await first.startEmulator({
    auth: 'off',
    fetch: 'allow',
    fetchRoots: [folder],
  });
  const answer = await fetch(`${one.url}/v1/images`, {
    method: 'POST',
    body: JSON.stringify({
      params: {
        name: 'real',
        url: `file://${folder}/image.raw`,
        format: 'raw',
        mediaType: 'RootVolumeTemplate',
        backupStorageUuids: [SEED.backupStorages.imageStore],
      },
    }),
  });
  const { inventory } = (await answer.json()) as { inventory: { uuid: string; md5Sum: string } };
  expect(inventory.md5Sum).toBe(createHash('md5').update(bytes).digest('hex'));
  await using _other = await second.startEmulator({ auth: 'off' });
  const artifact = await fetch(`${one.controlUrl}/images/${inventory.uuid}/artifact`);
  expect(Buffer.from(await artifact.arrayBuffer())).toEqual(bytes);
});
