import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { put } from '../../support/volumes';

/* Monitors where there are several storages, several of them in a call, or names in other cases. */

const { zone } = SEED;
const primary = SEED.primaryStorages.ceph;
const backup = SEED.backupStorages.ceph;

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

type Kind = 'primary' | 'backup';
const pathOf = (kind: Kind) => `/${kind}-storage/ceph`;
const make = (kind: Kind, ...hosts: readonly string[]): Promise<Json> =>
  emulator.make('POST', pathOf(kind), {
    params: {
      name: 'x',
      monUrls: hosts.map((host) => `root:p@${host}`),
      ...(kind === 'primary' ? { zoneUuid: zone } : {}),
    },
  });
const add = (kind: Kind, uuid: string, ...hosts: readonly string[]) =>
  [
    'POST',
    `${pathOf(kind)}/${uuid}/mons`,
    { params: { monUrls: hosts.map((host) => `root:p@${host}`) } },
  ] as const;
const remove = (kind: Kind, uuid: string, ...hosts: readonly string[]) =>
  emulator.make(
    'DELETE',
    `${pathOf(kind)}/${uuid}/mons?${hosts.map((host) => `monHostnames=${host}`).join('&')}`,
  );
const told = async (kind: Kind, uuid: string): Promise<Json> => {
  const { mons, status } = await emulator.find(`${pathOf(kind)}/${uuid}`);
  return [status, mons.map(({ hostname }: Json) => hostname)];
};

test('each monitor of another cluster is told, with that cluster, in the order of the call', async () => {
  const one = await make('backup', 'a');
  const two = await make('primary', 'b', 'b2');
  const own = (await emulator.find(`${pathOf('backup')}/${backup}`)).fsid;
  const words = (host: string, fsid: string) => ({
    code: 'SYS.1006',
    details: `the mon[ip:${host}] returns a fsid[${fsid}] different from the current fsid[${own}] of the cep cluster,are you adding a mon not belonging to current cluster mistakenly?`,
  });
  const refusal = await emulator.refused(...add('backup', backup, 'b2', 'free', 'b'));
  expect(refusal).toMatchObject({
    code: 'SYS.1006',
    details: 'unable to add mon to ceph backup storage',
    causes: [words('b2', two.fsid), words('b', two.fsid)],
  });
  const other = await emulator.refused(...add('primary', primary, 'a'));
  expect(other).toMatchObject({
    details: 'unable to add mon to ceph primary storage',
    causes: [words('a', one.fsid)],
  });
  // Of its own cluster a storage of the other kind may have it, too.
  const third = await make('backup', 'b');
  expect(third.fsid).toBe(two.fsid);
  await emulator.make(...add('backup', third.uuid, 'b2'));
  expect(await told('backup', third.uuid)).toEqual(['Connected', ['b', 'b2']]);
});

test('a silent storage says of each monitor that it does not answer', async () => {
  put(
    emulator,
    `update backup_storages set is_reachable = 0, status = 'Disconnected' where uuid = '${backup}'`,
  );
  const silent = (host: string) => ({
    code: 'SYS.1006',
    details: `the mon[ip:${host}] does not answer`,
  });
  expect(await emulator.refused(...add('backup', backup, 'a', 'b'))).toMatchObject({
    details: 'unable to connect mons',
    causes: [silent('a'), silent('b')],
  });
});

test('monitors of several storages go together; each is lost that has none left', async () => {
  const [one, two] = [await make('primary', 'a', 'a2'), await make('primary', 'b')];
  await remove('primary', primary, 'a', 'B', 'nobody');
  expect(await told('primary', one.uuid)).toEqual(['Connected', ['a2']]);
  expect(await told('primary', two.uuid)).toEqual(['Disconnected', []]);
  expect(await told('primary', primary)).toEqual(['Connected', ['192.168.1.41']]);
  // It is found by the first monitor, and stays so by the second.
  await emulator.make(...add('primary', two.uuid, 'c', 'd'));
  expect(await told('primary', two.uuid)).toEqual(['Connected', ['c', 'd']]);
});

test('a storage that is lost may be found while it is on its way to be', async () => {
  await remove('backup', backup, '192.168.1.41');
  expect(await told('backup', backup)).toEqual(['Disconnected', []]);
  await emulator.make(...add('backup', backup, '192.168.1.41'));
  await emulator.control('POST', '/clock/advance', { by: '2m' });
  expect(await told('backup', backup)).toEqual(['Connected', ['192.168.1.41']]);
});

test('new storages have each host once, and none that another of their kind has', async () => {
  await make('backup', 'a', 'b');
  const params = (...monUrls: string[]) => ({ params: { name: 'y', monUrls } });
  const wrong = (details: string) => ({ code: 'SYS.1007', details });
  expect(
    await emulator.refused('POST', pathOf('backup'), params('root:p@c', 'root:p@b', 'root:p@a')),
  ).toMatchObject(
    wrong(
      'cannot add ceph backup storage, there has been some ceph backup storage using mon[hostnames:[a, b]]',
    ),
  );
  const FORM = 'sshUsername:sshPassword@hostname:[sshPort]/?[monPort=]';
  const valid = `A valid monUrl is in format of ${FORM}`;
  for (const [url, words] of [
    ['root', `the sshUsername:sshPassword part is invalid. ${valid}`],
    ['root:p', `the sshUsername:sshPassword part is invalid. ${valid}`],
    ['root@c', `the sshUsername:sshPassword part is invalid. ${valid}`],
    ['root:p@', `hostname cannot be null. ${valid}`],
    ['root:p@a b', `hostname cannot be null. ${valid}`],
    ['root:p@:22', `hostname cannot be null. ${valid}`],
    ['root:p@c:0', `the ssh port is greater than 65535 or smaller than 1. ${valid}`],
    ['root:p@c:65536', `the ssh port is greater than 65535 or smaller than 1. ${valid}`],
  ]) {
    expect(await emulator.refused('POST', pathOf('backup'), params(url ?? ''))).toMatchObject(
      wrong(`invalid monUrl[${url}], ${words}`),
    );
  }
  for (const url of ['root:p@c:1x', 'root:p@c:65535x', 'root:p@c?other=1']) {
    expect(await emulator.refused('POST', pathOf('backup'), params(url))).toMatchObject(
      wrong(`invalid monUrl[${url}]. A valid url is in format of ${FORM}`),
    );
  }
  const most = await emulator.make('POST', pathOf('backup'), params('root:p@c:65535', 'r:p@d:1'));
  expect(most.mons.map(({ sshPort }: Json) => sshPort)).toEqual([65_535, 1]);
});
