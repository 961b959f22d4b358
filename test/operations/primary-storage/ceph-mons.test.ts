import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { put } from '../../support/volumes';

/** The seed's storages of both kinds have one monitor each, on the same host. */
const HOST = '192.168.1.41';
const NEW = 'root:secret@192.168.1.42:2222/?monPort=6790';

interface Kind {
  readonly kind: 'primary' | 'backup';
  readonly uuid: string;
  readonly other: string;
  readonly path: string;
  readonly K: string;
}
const KINDS: readonly Kind[] = [
  {
    kind: 'primary',
    uuid: SEED.primaryStorages.ceph,
    other: SEED.primaryStorages.nfs,
    path: '/primary-storage/ceph',
    K: 'Primary',
  },
  {
    kind: 'backup',
    uuid: SEED.backupStorages.ceph,
    other: SEED.backupStorages.sftp,
    path: '/backup-storage/ceph',
    K: 'Backup',
  },
];

const monsOf = async (emulator: TestEmulator, { path, uuid }: Kind): Promise<Json[]> =>
  (await emulator.find(`${path}/${uuid}`)).mons;
const add = ({ path, uuid }: Kind, ...monUrls: string[]) =>
  ['POST', `${path}/${uuid}/mons`, { params: { monUrls } }] as const;
const remove = ({ path, uuid }: Kind, ...hosts: string[]) =>
  [
    'DELETE',
    `${path}/${uuid}/mons?${hosts.map((host) => `monHostnames=${host}`).join('&')}`,
  ] as const;
const update = ({ path, K }: Kind, monUuid: string, change: object) =>
  ['PUT', `${path}/mons/${monUuid}/actions`, { [`updateCeph${K}StorageMon`]: change }] as const;
/** A storage of the kind with a cluster of its own. */
async function stranger(emulator: TestEmulator, { kind, path }: Kind, host: string): Promise<Json> {
  return emulator.make('POST', path, {
    params: {
      name: 'x',
      monUrls: [`root:p@${host}`],
      ...(kind === 'primary' ? { zoneUuid: SEED.zone } : {}),
    },
  });
}

describe.each(KINDS.map((one) => [one.kind, one] as const))('of %s storages', (_kind, one) => {
  test('a monitor is added, with all that its address says but its password', async () => {
    const emulator = await TestEmulator.start();
    const answer = await emulator.make(...add(one, NEW));
    expect(answer.mons).toHaveLength(2);
    const [first, second] = answer.mons;
    expect(first).toMatchObject({ hostname: HOST });
    expect(second).toMatchObject({
      hostname: '192.168.1.42',
      monAddr: '192.168.1.42',
      sshUsername: 'root',
      sshPort: 2222,
      monPort: 6790,
      status: 'Connected',
      [`${one.kind}StorageUuid`]: one.uuid,
    });
    expect(answer.uuid).toBe(one.uuid);
    expect(await monsOf(emulator, one)).toEqual(answer.mons);
    expect(JSON.stringify(emulator.world())).not.toContain('secret');
  });

  test('monitors are removed by their hosts, in any case, and what is not there is no error', async () => {
    const emulator = await TestEmulator.start();
    await emulator.make(...add(one, 'root:p@Mon-2', 'root:p@mon-3'));
    const answer = await emulator.make(...remove(one, 'mon-2', 'nobody'));
    expect(answer.mons.map(({ hostname }: Json) => hostname)).toEqual([HOST, 'mon-3']);
    expect(await emulator.find(`${one.path}/${one.uuid}`)).toMatchObject({ status: 'Connected' });
  });

  test('a storage without monitors is lost, and found with a new one', async () => {
    const emulator = await TestEmulator.start();
    const answer = await emulator.make(...remove(one, HOST));
    expect(answer).toMatchObject({ mons: [], status: 'Disconnected' });
    const reconnect = { [`reconnect${one.K}Storage`]: {} };
    const actions = `/${one.kind}-storage/${one.uuid}/actions`;
    const again = await emulator.call('PUT', actions, reconnect);
    expect(again.status).toBe(503);
    await emulator.make(...add(one, NEW));
    await emulator.control('POST', '/clock/advance', { by: '120s' });
    expect(await emulator.find(`${one.path}/${one.uuid}`)).toMatchObject({ status: 'Connected' });
  });

  test('a monitor is changed in what is said of it', async () => {
    const emulator = await TestEmulator.start();
    const [mon] = await monsOf(emulator, one);
    const answer = await emulator.make(...update(one, mon.monUuid, { hostname: 'mon-9' }));
    expect(answer.mons).toEqual([{ ...mon, hostname: 'mon-9', monAddr: 'mon-9' }]);
    const change = { sshUsername: 'ceph', sshPassword: 'secret', sshPort: 23, monPort: 1 };
    await emulator.make(...update(one, mon.monUuid, change));
    expect(await monsOf(emulator, one)).toMatchObject([
      { hostname: 'mon-9', sshUsername: 'ceph', sshPort: 23, monPort: 1, monUuid: mon.monUuid },
    ]);
    expect(JSON.stringify(emulator.world())).not.toContain('secret');
    // The host that it had is free again.
    await emulator.make(...add(one, `root:p@${HOST}`));
    expect(await monsOf(emulator, one)).toHaveLength(2);
  });

  test.each([
    ['Adding the same Mon node is not allowed', [NEW, `root:p@${HOST}`]],
    ['Cannot add same host[a] in mons', ['root:p@a', 'root:p@a:23']],
    ['the sshUsername:sshPassword part is invalid', ['root@a']],
    ['hostname cannot be null', ['root:p@/?monPort=1']],
    ['the ssh port is greater than 65535 or smaller than 1', ['root:p@a:70000']],
    ['field[monUrls] must be a nonempty list', []],
  ])('new monitors are refused: %s', async (words, urls) => {
    const emulator = await TestEmulator.start();
    const refusal = await emulator.refused(...add(one, ...urls));
    expect(refusal.code).toBe('SYS.1007');
    expect(refusal.details).toContain(words);
  });

  test('a monitor of another cluster is refused, and with it all of the call', async () => {
    const emulator = await TestEmulator.start();
    const [other] = KINDS.filter(({ kind }) => kind !== one.kind);
    if (!other) throw new Error('there are two kinds');
    const { fsid } = await stranger(emulator, other, 'elsewhere');
    const own = (await emulator.find(`${one.path}/${one.uuid}`)).fsid;
    expect(await emulator.refused(...add(one, NEW, 'root:p@elsewhere'))).toMatchObject({
      code: 'SYS.1006',
      details: `unable to add mon to ceph ${one.kind} storage`,
      causes: [
        {
          code: 'SYS.1006',
          details: `the mon[ip:elsewhere] returns a fsid[${fsid}] different from the current fsid[${own}] of the cep cluster,are you adding a mon not belonging to current cluster mistakenly?`,
        },
      ],
    });
  });

  test('a storage that is silent takes no monitors', async () => {
    const emulator = await TestEmulator.start();
    put(
      emulator,
      `update ${one.kind}_storages set is_reachable = 0, status = 'Disconnected' where uuid = '${one.uuid}'`,
    );
    const refusal = await emulator.refused(...add(one, NEW));
    expect(refusal).toMatchObject({ code: 'SYS.1006', details: 'unable to connect mons' });
    expect(refusal.causes).toHaveLength(1);
  });

  test('what is wrong with a change is refused', async () => {
    const emulator = await TestEmulator.start();
    const [mon] = await monsOf(emulator, one);
    const refused = async (change: object, uuid = mon.monUuid) =>
      emulator.refused(...update(one, uuid, change));
    expect(await refused({ hostname: 'not a name' })).toMatchObject({
      code: 'SYS.1007',
      details: 'hostname[not a name] is neither an IPv4 address nor a valid hostname',
    });
    expect(await refused({ monPort: 0 })).toMatchObject({ code: 'SYS.1007' });
    expect(await refused({}, one.uuid)).toMatchObject({ code: 'SYS.1003' });
  });

  test('storages of other types have no monitors, and normal accounts may do nothing', async () => {
    const emulator = await TestEmulator.start();
    const [mon] = await monsOf(emulator, one);
    const wrong = { ...one, uuid: one.other };
    expect(await emulator.refused(...add(wrong, NEW))).toMatchObject({ code: 'SYS.1003' });
    expect(await emulator.refused(...remove(wrong, HOST))).toMatchObject(
      one.kind === 'primary'
        ? {
            code: 'SYS.1008',
            details:
              'No service deals with message: org.zstack.storage.ceph.primary.APIRemoveMonFromCephPrimaryStorageMsg',
          }
        : { code: 'SYS.1003' },
    );
    for (const [method, path, body] of [
      add(one, NEW),
      [...remove(one, HOST), undefined] as const,
      update(one, mon.monUuid, { monPort: 1 }),
    ]) {
      expect(await emulator.refused(method, path, body, ALICE_SESSION)).toMatchObject({
        code: 'ID.1002',
      });
    }
  });
});

test('of a primary storage monitors of others go, too; of a backup storage its own alone', async () => {
  const emulator = await TestEmulator.start();
  for (const one of KINDS) {
    const { uuid } = await stranger(emulator, one, `other-${one.kind}`);
    await emulator.make(...remove(one, `other-${one.kind}`));
    const other = await emulator.find(`${one.path}/${uuid}`);
    expect(other.mons).toHaveLength(one.kind === 'primary' ? 0 : 1);
    expect(other.status).toBe(one.kind === 'primary' ? 'Disconnected' : 'Connected');
  }
});
