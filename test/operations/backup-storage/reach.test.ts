import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { startSeed } from '../../support/seeds';
import { put } from '../../support/volumes';

const { sftp } = SEED.backupStorages;
const actions = (uuid: string) => `/backup-storage/${uuid}/actions`;
const answers = (emulator: TestEmulator, reachable: boolean) =>
  emulator.control('PUT', `/backup-storage/${sftp}/agent`, { reachable });
const statusOf = async (emulator: TestEmulator) =>
  (await emulator.find(`/backup-storage/${sftp}`)).status;

describe('a storage whose agent is silent', () => {
  test('fails to be reconnected, by name', async () => {
    const emulator = await TestEmulator.start();
    await answers(emulator, false);
    const { body } = await emulator.call('PUT', actions(sftp), { reconnectBackupStorage: {} });
    expect(body.error).toMatchObject({
      code: 'BS.1500',
      details: `unable to connect to the agent of the backup storage[uuid:${sftp}, name:sftp-1]`,
    });
    expect(await statusOf(emulator)).toBe('Disconnected');
  });

  test('is pinged once for all that was heard of it, and not while it is Connecting or Connected', async () => {
    const emulator = await TestEmulator.start();
    const chores = () =>
      Number(emulator.environment.database.prepare('select count(*) from tasks').pluck().get());
    const before = chores();
    await answers(emulator, true);
    expect([await statusOf(emulator), chores()]).toEqual(['Connected', before]);
    await answers(emulator, false);
    expect(chores()).toBe(before);
    for (let i = 0; i < 2; i++) await answers(emulator, true);
    expect(chores()).toBe(before + 1);
    put(emulator, `update backup_storages set status = 'Connecting' where uuid = '${sftp}'`);
    emulator.advance(3_600_000);
    expect(await statusOf(emulator)).toBe('Connecting');
  });
});

describe('a storage of a uuid that was there before', () => {
  test('is attached to no zone', async () => {
    const emulator = await TestEmulator.start();
    await emulator.call('DELETE', `/backup-storage/${sftp}`);
    const params = {
      name: 'again',
      url: '/other',
      hostname: '10.0.0.9',
      username: 'root',
      password: 'p',
      resourceUuid: sftp,
    };
    const again = await emulator.make('POST', '/backup-storage/sftp', { params });
    expect(again.attachedZoneUuids).toEqual([]);
  });
});

describe('monitors of Ceph', () => {
  const add = (monUrls: readonly string[]) =>
    ['POST', '/backup-storage/ceph', { params: { name: 'c', monUrls } }] as const;
  const VALID =
    'A valid monUrl is in format of sshUsername:sshPassword@hostname:[sshPort]/?[monPort=]';

  test.each([
    ['root@a', `invalid monUrl[root@a], the sshUsername:sshPassword part is invalid. ${VALID}`],
    ['a', `invalid monUrl[a], the sshUsername:sshPassword part is invalid. ${VALID}`],
    ['root:p@', `invalid monUrl[root:p@], hostname cannot be null. ${VALID}`],
    ['root:p@:22', `invalid monUrl[root:p@:22], hostname cannot be null. ${VALID}`],
    ['root:p@a b', `invalid monUrl[root:p@a b], hostname cannot be null. ${VALID}`],
    [
      'root:p@a:0',
      `invalid monUrl[root:p@a:0], the ssh port is greater than 65535 or smaller than 1. ${VALID}`,
    ],
    [
      'root:p@a:65536',
      `invalid monUrl[root:p@a:65536], the ssh port is greater than 65535 or smaller than 1. ${VALID}`,
    ],
    ['root:p@a:1/?x=1', `invalid monUrl[root:p@a:1/?x=1]. ${VALID.replace('monUrl', 'url')}`],
    [
      'root:p@a:65535/?x=1',
      `invalid monUrl[root:p@a:65535/?x=1]. ${VALID.replace('monUrl', 'url')}`,
    ],
    ['root:p@a/?x=1', `invalid monUrl[root:p@a/?x=1]. ${VALID.replace('monUrl', 'url')}`],
  ])('%s is none', async (url, details) => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused(...add([url]))).toMatchObject({ code: 'SYS.1007', details });
  });

  test('are taken at the bounds of their ports', async () => {
    const emulator = await TestEmulator.start();
    const { mons } = await emulator.make(...add(['root:p@a:1', 'root:p@b:65535/?monPort=1']));
    expect(mons.map(({ sshPort, monPort }: Json) => [sshPort, monPort])).toEqual([
      [1, 6789],
      [65535, 1],
    ]);
  });

  test('that a storage of the kind has are named, and no others', async () => {
    const emulator = await TestEmulator.start();
    await emulator.make(...add(['root:p@a', 'root:p@b']));
    const refusal = await emulator.refused(...add(['root:p@b', 'root:p@c', 'root:p@a']));
    expect(refusal).toMatchObject({
      code: 'SYS.1007',
      details: expect.stringMatching(
        /^cannot add ceph backup storage, there has been some ceph backup storage using mon\[hostnames:\[(a, b|b, a)\]\]$/,
      ),
    });
  });

  test('tell the cluster: of a storage of either kind that has one of them, or of their own', async () => {
    const emulator = await TestEmulator.start();
    const primary = (host: string) =>
      emulator.make('POST', '/primary-storage/ceph', {
        params: { name: 'p', monUrls: [`root:p@${host}`], zoneUuid: SEED.zone },
      });
    const backup = (...hosts: string[]) =>
      emulator.make(...add(hosts.map((host) => `root:p@${host}`)));
    const [first, second] = [await primary('a'), await primary('b')];
    expect(first.fsid).not.toBe(second.fsid);
    expect((await backup('new', 'b')).fsid).toBe(second.fsid);
    const own = await backup('c');
    expect([first.fsid, second.fsid]).not.toContain(own.fsid);
    expect((await primary('c')).fsid).toBe(own.fsid);
  });

  test('of a seed are of the first one on a host, and pools have the name of the url', async () => {
    const emulator = await startSeed(`
sessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]
zones: [{ name: z }]
primaryStorages:
  - name: p
    zone: z
    type: Ceph
    url: 'ceph://pool//'
    fsid: f
    totalCapacity: 1T
    monUrls: ['one:p@a:23', 'two:p@a:24', 'three:p@b']
backupStorages:
  - { name: a, type: ImageStoreBackupStorage, url: /a, zones: [z], totalCapacity: 1T }
`);
    const { mons, pools } = await emulator.find('/primary-storage/ceph');
    expect(
      mons.map(({ hostname, sshUsername, sshPort }: Json) => [hostname, sshUsername, sshPort]),
    ).toEqual([
      ['a', 'one', 23],
      ['b', 'three', 22],
    ]);
    expect(pools.map(({ poolName, type }: Json) => [poolName, type])).toEqual([
      ['pool', 'Root'],
      ['pool', 'Data'],
      ['pool', 'ImageCache'],
    ]);
  });
});
