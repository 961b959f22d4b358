import { isTask } from '../../src/persistence/undo/undo-recorder';
import { SEED, TestEmulator, type Json } from '../support/emulator';
import { stateOf } from '../support/states';

/*
 * What goes with something that is removed, and what loses what refers to it, comes back with it: the database does
 * that by itself, so no call names these rows.
 */

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start({ settings: { rewind: 'on' } });
});

const make = (path: string, params: object = {}): Promise<Json> =>
  emulator.make('POST', path, { params });
const remove = (path: string) => emulator.make('DELETE', path);
const history = async (): Promise<Json[]> =>
  (await emulator.control('GET', '/history')).body.inventories;
const state = () => stateOf(emulator.environment);

const THINGS: readonly (readonly [what: string, make: () => Promise<string>])[] = [
  [
    'a security group with its rules and networks',
    async () => {
      const { uuid } = await make('/security-groups', { name: 'g' });
      const rule = { type: 'Ingress', protocol: 'TCP', startPort: 1, endPort: 2 };
      await make(`/security-groups/${uuid}/rules`, { rules: [rule] });
      await make(`/security-groups/${uuid}/l3-networks/${SEED.l3Network}`);
      return `/security-groups/${uuid}`;
    },
  ],
  [
    'a pattern of tags with the tags that it is attached by',
    async () => {
      const { uuid } = await make('/tags', { name: 'p', value: 'p', color: '#FF00FF' });
      await make(`/tags/${uuid}/resources`, { resourceUuids: [SEED.images.linux] });
      return `/tags/${uuid}`;
    },
  ],
  [
    'a volume with its snapshots and their tree',
    async () => {
      const { uuid } = await make(`/volumes/${SEED.volumes.data}/volume-snapshots`, { name: 's' });
      await make(`/volumes/${SEED.volumes.data}/volume-snapshots`, { name: 't' });
      return `/volume-snapshots/${uuid}`;
    },
  ],
  [
    'a user group with its members',
    async () => {
      const group = await make('/accounts/groups', { name: 'g' });
      const user = await make('/accounts/users', { name: 'u', password: 'p'.repeat(128) });
      await make(`/accounts/groups/${group.uuid}/users`, { userUuid: user.uuid });
      return `/accounts/groups/${group.uuid}`;
    },
  ],
  [
    'a user who is a member of a group',
    async () => {
      const group = await make('/accounts/groups', { name: 'g' });
      const user = await make('/accounts/users', { name: 'u', password: 'p'.repeat(128) });
      await make(`/accounts/groups/${group.uuid}/users`, { userUuid: user.uuid });
      return `/accounts/users/${user.uuid}`;
    },
  ],
  [
    'a zone with all that is in it',
    () => Promise.resolve(`/zones/${SEED.zone}?deleteMode=Enforcing`),
  ],
  ['a network with its addresses', () => Promise.resolve(`/l3-networks/${SEED.l3Network}`)],
  ['a backup storage', () => Promise.resolve(`/backup-storage/${SEED.backupStorages.sftp}`)],
  [
    'a primary storage',
    async () => {
      await remove(`/clusters/${SEED.clusters.used}/primary-storage/${SEED.primaryStorages.nfs}`);
      return `/primary-storage/${SEED.primaryStorages.nfs}`;
    },
  ],
];

test.each(THINGS)('%s', async (_what, prepare) => {
  const path = await prepare();
  const before = state();
  const { length } = await history();

  const answer = await emulator.call('DELETE', path);
  expect([answer.status, answer.body.error ?? null]).toEqual([200, null]);
  expect(state()).not.toEqual(before);
  const write = (await history())[length];
  const rewound = await emulator.control('POST', '/rewind', { to: write.id });

  expect(rewound.status).toBe(200);
  expect(state()).toEqual(before);
});

test('what is written outside of any transaction is a write of its own', async () => {
  const { repositories, unitOfWork } = emulator.environment.world;
  const before = state();
  const zone = repositories.zones.find(SEED.zone);
  if (!zone) throw new Error('the default world has none');
  repositories.zones.update(zone, { name: 'stray' }, 1);
  expect(await history()).toMatchObject([{ id: 'w1', kind: 'other', what: 'other' }]);
  await remove(`/images/${SEED.images.windows}`);
  repositories.zones.update(zone, { name: 'another' }, 2);
  unitOfWork.run(() => repositories.zones.update(zone, { name: 'in a transaction' }, 3));
  expect((await history()).map(({ kind, what }) => [kind, what])).toEqual([
    ['other', 'other'],
    ['call', 'DeleteImage'],
    ['other', 'other'],
  ]);
  await emulator.control('POST', '/rewind', { to: 'w3' });
  expect(repositories.zones.find(SEED.zone)).toMatchObject({ name: 'stray', lastOpDate: 1 });
  await emulator.control('POST', '/rewind', { to: 'w1' });
  expect(state()).toEqual(before);
});

test('deliveries and looks of its own are no tasks of a world', () => {
  const told = (kind: 'call' | 'step' | 'chore' | 'hand' | 'other', name: string) =>
    isTask({ kind, name });
  expect([told('step', 'f/s'), told('chore', 'expunge'), told('step', 'web-hook')]).toEqual([
    true,
    true,
    true,
  ]);
  for (const name of ['web-hook', 'look-for-files', 'restart']) {
    expect([name, told('chore', name)]).toEqual([name, false]);
  }
  for (const kind of ['call', 'hand', 'other'] as const) expect(told(kind, 'x')).toBe(false);
});
