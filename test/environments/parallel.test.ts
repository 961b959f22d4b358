import { SEED, TestEmulator } from '../support/emulator';
import { create, environmentOf, worldOf } from '../support/environments';
import { Pool } from '../support/pool';

const ENVIRONMENTS = 200;
const { data } = SEED.volumes;
const { imageStore, sftp } = SEED.backupStorages;

/** What each environment is to become: as many of everything as its number says. */
const planOf = (i: number) => ({
  templates: 1 + (i % 5),
  added: i % 3,
  snapshots: i % 2,
  deleted: i % 4 === 0,
});

test('200 environments that clients write to at the same time each become what theirs made them', async () => {
  const emulator = await TestEmulator.start();
  const names = Array.from({ length: ENVIRONMENTS }, (_, i) => `e${i}`);
  const started = worldOf(emulator, 'default');
  await Promise.all(names.map((name) => create(emulator, { name })));

  await Promise.all(names.map((name, i) => write(emulator, name, planOf(i))));

  for (const [i, name] of names.entries()) {
    expect([name, told(emulator, name)]).toEqual([name, expected(emulator, i)]);
  }
  expect(worldOf(emulator, 'default')).toEqual(started);
  // The same plan, among other neighbours, in another order of arrival, gave the same world.
  const plain = (name: string) =>
    JSON.stringify(worldOf(emulator, name)).replaceAll(new RegExp(`\\b${name}\\b`, 'g'), 'it');
  expect(plain('e60')).toBe(plain('e120'));
  expect(plain('e60')).not.toBe(plain('e61'));
});

/** One environment's two clients, one after the other each, both at once among all others. */
async function write(emulator: TestEmulator, name: string, plan: ReturnType<typeof planOf>) {
  const pool = new Pool(`${emulator.url}/environments/${name}/zstack`, 1);
  const must = async (answer: Promise<{ status: number; text: string }>) => {
    const { status, text } = await answer;
    if (status !== 200) throw new Error(`${name}: ${status} ${text}`);
  };
  for (let i = 0; i < plan.templates; i++) {
    const params = { name: `${name}-t${i}`, backupStorageUuids: [imageStore, sftp].slice(i % 2) };
    await must(pool.template(SEED.volumes.stoppedWindows, params));
  }
  for (let i = 0; i < plan.added; i++) {
    const url = `http://x/${i}.qcow2`;
    const params = { name: `a${i}`, url, format: 'qcow2', backupStorageUuids: [imageStore] };
    await must(pool.post('/images', { params }));
  }
  for (let i = 0; i < plan.snapshots; i++) {
    await must(pool.post(`/volumes/${data}/volume-snapshots`, { params: { name: 's' } }));
  }
  if (plan.deleted) await must(pool.delete(`/images/${SEED.images.linux}`));
  pool.close();
}

/** What an environment has, as its own queries tell it. */
function told(emulator: TestEmulator, name: string) {
  const { database } = environmentOf(emulator, name);
  worldOf(emulator, name);
  const count = (query: string) => database.prepare(query).pluck().get() as number;
  return {
    templates: count(`select count(*) from images where name glob '${name}-t*'`),
    foreign: count(
      `select count(*) from images where name glob 'e*-t*' and name not glob '${name}-t*'`,
    ),
    added: count("select count(*) from images where name glob 'a[0-9]'"),
    snapshots: count("select count(*) from volume_snapshots where name = 's'"),
    status: database
      .prepare('select status from images where uuid = ?')
      .pluck()
      .get(SEED.images.linux),
    lastRef: count("select seq from sqlite_sequence where name = 'image_backup_storage_refs'"),
    jobs: count('select count(*) from jobs'),
  };
}

function expected(emulator: TestEmulator, i: number) {
  const { templates, added, snapshots, deleted } = planOf(i);
  const first = emulator.environment.database
    .prepare("select seq from sqlite_sequence where name = 'image_backup_storage_refs'")
    .pluck()
    .get() as number;
  const refs = Array.from({ length: templates }, (_, n) => (n % 2 === 0 ? 2 : 1));
  return {
    templates,
    foreign: 0,
    added,
    snapshots,
    status: deleted ? 'Deleted' : 'Ready',
    lastRef: first + refs.reduce((total, n) => total + n, added),
    jobs: templates + added + snapshots + (deleted ? 1 : 0),
  };
}
