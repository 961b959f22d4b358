import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { releaseNamed } from '../../src/core/releases';
import { verify } from '../../src/verify';
import { ADMIN_SESSION, ROOT, SEED, TestEmulator, type Json } from '../support/emulator';
import { imported } from '../support/environments';
import { choose, targetAt, unseen } from '../verify/target';

interface Facts {
  readonly operations: Readonly<Record<string, { readonly changes?: object }>>;
}
const VERSIONS = JSON.parse(
  readFileSync(join(ROOT, 'contract', 'facts', 'versions.json'), 'utf8'),
) as Facts;
const CHANGED = Object.entries(VERSIONS.operations)
  .filter(([, { changes }]) => changes !== undefined)
  .map(([name]) => name);

const ofRelease = (release: string) => TestEmulator.start({ settings: { release } });

test.each(['4.3', '4.7', 'zsv-4.10'])(
  'as %s it keeps the contract of that release, operations that releases changed and their inventories',
  async (release) => {
    const emulator = await TestEmulator.start({ settings: { release }, realTime: true });
    const only = [...CHANGED, 'QueryVolume', 'QueryZone', 'QueryVmNic', 'QueryHost'];
    const choice = choose({ writes: true, disturbs: ['*'], only });
    const { verdicts } = await verify(
      { ...targetAt(`${emulator.url}/zstack`), release },
      choice,
      unseen,
    );
    const differing = verdicts.filter(({ state }) => state === 'differs');
    expect(
      differing.map(({ case: { operation, name }, reasons }) => [operation, name, ...reasons]),
    ).toEqual([]);
    expect(verdicts.filter(({ state }) => state === 'proven').length).toBeGreaterThan(100);
  },
);

test('it says which release it is', async () => {
  const version = async (release: string) => {
    const emulator = await ofRelease(release);
    const answer = await emulator.call('PUT', '/management-nodes/actions', { getVersion: {} });
    return answer.body.version as string;
  };
  expect([await version('4.8'), await version('5.3'), await version('zsv-4.10')]).toEqual([
    '4.8.22',
    '5.3.0',
    '4.10.0',
  ]);
});

test('an inventory with fewer fields is of its own class all the same', async () => {
  const emulator = await ofRelease('4.8');
  const { body } = await emulator.call('GET', '/l2-networks?q=type=L2VlanNetwork');
  expect(Object.keys(body.inventories[0])).not.toContain('isolated');
  expect(body.schema).toEqual({
    'inventories[0]': 'org.zstack.header.network.l2.L2VlanNetworkInventory',
  });
});

test('a release is named by its line or whole, by no part of it; a number of a seed is told to be quoted', async () => {
  expect(['4.8', '4.8.22', 'zsv-4.10', 'zsv_4.10.0'].map(releaseNamed)).toEqual([
    '4.8.22',
    '4.8.22',
    'zsv_4.10.0',
    'zsv_4.10.0',
  ]);
  expect(['4', '4.80', '', 'zsv', '5.10'].map(releaseNamed)).toEqual(Array(5).fill(undefined));
  const emulator = await ofRelease('5.3');
  const answer = await emulator.control('POST', '/environments', {
    name: 'old',
    from: { seed: 'version: 1\nrelease: 4.8\n' },
  });
  expect(answer.text).toContain("release: 4.8 is a number: write it in quotes, one of '4.3', ");
});

test('an operation that came later is none: nothing is at its path, and no message is of its class', async () => {
  const emulator = await ofRelease('4.8');
  const hash = { calculateImageHash: { backupStorageUuid: SEED.backupStorages.imageStore } };
  const at = `/images/${SEED.images.linux}/actions`;
  const answer = await emulator.call('PUT', at, hash);
  expect([answer.status, answer.text]).toEqual([
    400,
    expect.stringContaining("the body doesn't contain action mapping to the URL"),
  ]);
  const message = { 'org.zstack.header.image.APICalculateImageHashMsg': {} };
  const told = await fetch(`${emulator.url}/zstack/api`, {
    method: 'POST',
    body: JSON.stringify(message),
  });
  expect(await told.text()).toContain('Unable to deserialize class');
  const names = await emulator.call('PUT', '/management-nodes/actions', { getSupportAPIs: {} });
  const supported = names.body.supportApis as string[];
  expect(supported).toContain('APIAddImageMsg');
  expect(supported).not.toContain('APICalculateImageHashMsg');
});

test('limits, enumerations and parameters are those of the release', async () => {
  const emulator = await ofRelease('4.3');
  const add = {
    params: {
      name: 'loong',
      url: 'http://x/y.qcow2',
      format: 'qcow2',
      architecture: 'loongarch64',
      backupStorageUuids: [SEED.backupStorages.imageStore],
    },
  };
  expect(await emulator.refused('POST', '/images', add)).toMatchObject({
    code: 'SYS.1007',
    details: expect.stringContaining('[x86_64, aarch64, mips64el]'),
  });
  // What came with 4.6 is ignored, as everything unknown is; its rule for names came with 5.2.
  const zone = await emulator.make('POST', '/zones', { params: { name: 'a/b', isDefault: true } });
  expect(zone).not.toHaveProperty('isDefault');
  const rows = emulator.world()['zones'] as Json[];
  expect(rows.find(({ uuid }) => uuid === zone.uuid)).toMatchObject({ is_default: 0 });
});

test('fields that came later are in no answer, and nobody can ask for them', async () => {
  const emulator = await ofRelease('4.3');
  const [volume] = (await emulator.call('GET', '/volumes?limit=1')).body.inventories;
  expect(Object.keys(volume)).toContain('diskOfferingUuid');
  for (const field of ['lastDetachDate', 'lastVmInstanceUuid', 'lastAttachDate', 'protocol']) {
    expect(volume).not.toHaveProperty(field);
    for (const query of [`q=${field}=x`, `sort=%2B${field}`, `fields=uuid,${field}`]) {
      const refused = await emulator.refused('GET', `/volumes?${query}`);
      expect([refused.code, refused.details]).toEqual(['SYS.1000', expect.stringContaining(field)]);
    }
  }
  const schema = await fetch(`${emulator.url}/openapi.json`);
  const document = (await schema.json()) as Json;
  expect(Object.keys(document.components.schemas.VolumeInventory.properties)).not.toContain(
    'protocol',
  );
  expect(JSON.stringify(document.paths)).not.toContain('CalculateImageHash');
});

test.each(['lastDetachDate', 'protocol'])(
  'who asks ZQL, a script or for a number finds no %s either',
  async (field) => {
    const emulator = await ofRelease('4.3');
    const zql = (text: string) => `/zql?zql=${encodeURIComponent(text)}`;
    for (const path of [
      zql(`query volume.uuid,${field}`),
      zql(`query volume where ${field} is null`),
      zql(`query volume order by ${field} asc`),
      zql(`query volume.${field} group by ${field}`),
      zql(`query distinct(volume.${field})`),
      zql(`count volume where ${field} is null`),
      zql(`count volume.${field}`),
      zql(`count vmInstance where allVolumes.${field} is null`),
      `/volumes?count=true&q=${field}=x`,
      `/vm-instances?q=allVolumes.${field}=x`,
      `/batch-queries?script=${encodeURIComponent(`put("a", zql("query volume where ${field} is null"))`)}`,
    ]) {
      const refused = await emulator.refused('GET', path);
      expect([path, refused.details]).toEqual([path, expect.stringContaining(`[${field}]`)]);
    }
    const { body } = await emulator.call('GET', zql('query volume limit 1'));
    expect(Object.keys(body.results[0].inventories[0])).toContain('diskOfferingUuid');
    expect(body.results[0].inventories[0]).not.toHaveProperty(field);
  },
);

test('ZQL finds no inventory that came later', async () => {
  const emulator = await ofRelease('4.3');
  const asked = (text: string) => `/zql?zql=${encodeURIComponent(text)}`;
  const refused = await emulator.refused('GET', asked('query sshKeyPair'));
  expect(refused.details).toContain('cannot find inventory with name[sshKeyPair]');
});

test.each([
  ['4.3', '7.0'],
  ['4.6', '7'],
])('in %s a number that stands for a text is %s', async (release, text) => {
  const emulator = await ofRelease(release);
  const zone = await emulator.make('POST', '/zones', { params: { name: 7 } });
  expect(zone.name).toBe(text);
});

test('a key of the body that came later is not looked at', async () => {
  const emulator = await ofRelease('4.6');
  const zone = '20ae0000000040008000000000000001';
  const storage = await emulator.find(`/backup-storage/${SEED.backupStorages.imageStore}`);
  await emulator.make('DELETE', `/zones/${zone}/backup-storage/${storage.uuid}`);
  const attached = await emulator.make('POST', `/zones/${zone}/backup-storage/${storage.uuid}`, {});
  expect(attached.attachedZoneUuids).toEqual([zone]);
});

test('worlds side by side have releases of their own; copies have that of their source', async () => {
  const emulator = await TestEmulator.start();
  const make = async (body: object): Promise<Json> =>
    (await emulator.control('POST', '/environments', body)).body.inventory;
  const versionOf = async ({ url }: Json) => {
    const answer = await fetch(`${url}/v1/management-nodes/actions`, {
      method: 'PUT',
      headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
      body: JSON.stringify({ getVersion: {} }),
    });
    return ((await answer.json()) as Json).version as string;
  };
  const old = await make({ name: 'old', release: '4.8' });
  const copy = await make({ name: 'copy', from: { environment: 'old' } });
  const seeded = await make({ name: 'seeded', from: { seed: { version: 1, release: '4.4' } } });
  const both = await make({ name: 'both', from: { environment: 'old' }, release: '5.1' });
  expect([old, copy, seeded, both].map(({ release }) => release as string)).toEqual([
    '4.8',
    '4.8',
    '4.4',
    '5.1',
  ]);
  const told = await Promise.all([old, copy, seeded, both].map(versionOf));
  expect(told).toEqual(['4.8.22', '4.8.22', '4.4.65', '5.1.30']);
  await emulator.control('POST', '/environments/old/reset');
  expect(await versionOf(old)).toBe('4.8.22');
  const exported = await fetch(`${emulator.url}/emulator/v1/environments/old/export`);
  const bytes = await exported.arrayBuffer();
  const inventory = await imported(emulator, 'again', new Uint8Array(bytes));
  expect([inventory.release, await versionOf(inventory)]).toEqual(['4.8', '4.8.22']);
});

test.each([
  [{ name: 'x', release: '4.9' }, 'release'],
  [{ name: 'x', from: { seed: { version: 1, release: '9' } } }, 'release'],
])('a release that there is not is refused: %j', async (body, says) => {
  const emulator = await TestEmulator.start();
  const answer = await emulator.control('POST', '/environments', body);
  expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(says)]);
  const there = await emulator.control('GET', '/environments');
  expect((there.body.inventories as Json[]).map(({ name }) => name as string)).toEqual(['default']);
});
