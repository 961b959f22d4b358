import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { SEED, TestEmulator } from '../support/emulator';
import {
  bytesOf,
  Client,
  create,
  done,
  exported,
  filesBelow,
  imported,
  uploadIn,
  worldOf,
} from '../support/environments';
import { changesOf, rowsOfFile, type Rows } from './compare';
import { bytesNamed, exportOf, manifestOf, unpacked, VERSIONS } from './fixtures';
import { MOVED } from './moved';

/** The rows of a world without what it knows of where it came from, and of addresses of the environment that it is in. */
function withoutPlace(rows: Rows): Rows {
  const settings = (rows['settings'] ?? []).filter(({ name }) => name !== 'birth');
  const text = JSON.stringify({ ...rows, settings });
  return JSON.parse(text.replaceAll(/emulator\/v1\/environments\/[\w-]+/g, 'emulator/v1')) as Rows;
}

/** A world that an import takes in: nothing of it may act on others. */
function disarmed(rows: Rows): Rows {
  const jobs = (rows['jobs'] ?? []).map((row) => ({ ...row, web_hook: null }));
  const tasks = (rows['tasks'] ?? []).filter(({ flow }) => flow !== 'web-hook');
  return { ...rows, jobs, tasks };
}

/** The environment is, to the last row, the world that a version left. */
function expectWorld(emulator: TestEmulator, name: string, before: Rows): void {
  const now = withoutPlace(worldOf(emulator, name) as Rows);
  expect([name, changesOf(withoutPlace(before), now, MOVED)]).toEqual([name, []]);
}

async function started(version: string) {
  const folder = unpacked(version, 'life');
  const rows = (file: string) => rowsOfFile(join(folder, file)).rows;
  const files = Object.keys(manifestOf(version).fixtures['life']?.databases ?? {});
  const before = new Map(files.map((file) => [file, rows(file)] as const));
  const left = (start: string): Rows => {
    const [found] = [...before].filter(([file]) => file.startsWith(start));
    if (!found) throw new Error(`${version} left no ${start}`);
    return found[1];
  };
  const emulator = await TestEmulator.start({ settings: { dataDir: folder } });
  return { folder, emulator, left };
}

/** The bytes of a real image are those that were uploaded. */
async function expectReal(emulator: TestEmulator, environment: string): Promise<void> {
  const bytes = await bytesOf(new Client(emulator, environment), REAL);
  expect([environment, bytes.equals(bytesNamed('real', bytes.length))]).toEqual([
    environment,
    true,
  ]);
}

const REAL = 'feed0000000040008000000000000001';
const REAL_2 = 'feed0000000040008000000000000002';

describe.each(VERSIONS)('worlds of %s', (version) => {
  test('go back to their snapshots', async () => {
    const { emulator, left } = await started(version);
    const restore = (environment: string, snapshot: string) =>
      done(emulator, 'POST', `/environments/${environment}/snapshots/${snapshot}/restore`);
    await new Client(emulator, 'default').make('DELETE', `/images/${SEED.images.windows}`);
    await restore('default', 'before');
    expectWorld(emulator, 'default', left('snapshots/default/before.sqlite'));
    await expectReal(emulator, 'default');
    await restore('forked', 'at-birth');
    expectWorld(emulator, 'forked', left('snapshots/forked/at-birth.sqlite'));
    expect((await new Client(emulator, 'forked').list(`/images/${REAL_2}`)).length).toBe(0);
    await restore('forked', 'late');
    expectWorld(emulator, 'forked', left('snapshots/forked/late.sqlite'));
    await expectReal(emulator, 'forked');
    const bytes = await bytesOf(new Client(emulator, 'forked'), REAL_2);
    expect(bytes.equals(bytesNamed('real-2', bytes.length))).toBe(true);
  });

  test('go back to what they were made from', async () => {
    const { emulator, left } = await started(version);
    for (const name of ['forked', 'of-snapshot', 'imported']) {
      await new Client(emulator, name).make('DELETE', `/images/${SEED.images.disabled}`);
      await done(emulator, 'POST', `/environments/${name}/reset`);
      expectWorld(emulator, name, left(`environments/${name}.`.concat(originOf(emulator, name))));
      await expectReal(emulator, name);
    }
    await done(emulator, 'POST', '/environments/shifted/reset');
    const [vm] = await new Client(emulator, 'shifted').list('/vm-instances');
    expect(vm).toMatchObject({ name: 'web-1', state: 'Running' });
  });

  test('can be copied, in files and in memory, and the copies are left alone', async () => {
    const { emulator, left } = await started(version);
    const from = { default: left('default.sqlite'), forked: left('environments/forked.sqlite') };
    for (const [environment, rows] of Object.entries(from)) {
      for (const storage of ['file', 'memory']) {
        const name = `${environment}-${storage}`;
        await create(emulator, { name, storage, from: { environment } });
        expectWorld(emulator, name, rows);
        await expectReal(emulator, name);
      }
    }
    const snapshot = 'forked/late';
    await create(emulator, { name: 'of-late', from: { snapshot } });
    expectWorld(emulator, 'of-late', left('snapshots/forked/late.sqlite'));
    await new Client(emulator, 'default').make('DELETE', `/images/${SEED.images.windows}`);
    expectWorld(emulator, 'default-memory', from.default);
  });

  test('are taken in from their exports, with the bytes of their real images', async () => {
    const { folder, emulator } = await started(version);
    for (const file of Object.keys(manifestOf(version).exports)) {
      const name = `of-${file.replace('.sqlite', '')}`;
      const bytes = exportOf(version, file);
      const path = join(unpacked(version, 'exports'), file);
      const { exported_blobs: blobs = [], ...rows } = rowsOfFile(path).rows;
      await imported(emulator, name, bytes);
      expectWorld(emulator, name, disarmed(rows));
      for (const [i, { name: blob }] of blobs.entries()) {
        expect([i, filesBelow(folder)]).toEqual([
          i,
          expect.arrayContaining([`environments/${name}.blobs/${String(blob)}`]),
        ]);
      }
      if (blobs.length > 0) await expectReal(emulator, name);
      // It goes on: what is made in it now is exported and taken in again.
      await imported(emulator, `${name}-again`, await exported(emulator, name));
      expectWorld(emulator, `${name}-again`, disarmed(rows));
    }
    const client = new Client(emulator, 'of-default');
    const bytes = Buffer.alloc(1000, 'new');
    const uuid = await uploadIn(client, bytes);
    expect(await client.list(`/images/${uuid}`)).toMatchObject([
      { md5Sum: createHash('md5').update(bytes).digest('hex') },
    ]);
  });
});

/** The rest of the name of the file that an environment goes back to. */
function originOf(emulator: TestEmulator, name: string): string {
  const found = emulator.environments.find(name);
  if (!found || found instanceof Promise) throw new Error(`no ${name}`);
  return `${found.birth?.id}.origin.sqlite`;
}
