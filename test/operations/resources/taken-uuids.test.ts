import { ADMIN_ACCOUNT, ALICE } from '../../support/accounts';
import { SEED, TestEmulator } from '../../support/emulator';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const make = (resourceUuid: string) =>
  ['POST', '/security-groups', { params: { name: 'g', resourceUuid } }] as const;

test.each<[string, () => Promise<string> | string]>([
  ['a zone', () => SEED.zone],
  ['a cluster', () => SEED.clusters.empty],
  ['a host', () => SEED.hosts.linux],
  ['a backup storage', () => SEED.backupStorages.sftp],
  ['a primary storage', () => SEED.primaryStorages.nfs],
  ['an image', () => SEED.images.linux],
  ['a deleted image', () => SEED.images.deleted],
  ['a volume', () => SEED.volumes.data],
  ['the first account', () => ADMIN_ACCOUNT],
  ['an account', () => ALICE],
  ['an address', async () => (await emulator.find('/l3-networks/ip-address?q=ip=10.1.0.11')).uuid],
  [
    'a reserved range',
    async () => {
      const params = { startIp: '10.1.2.1', endIp: '10.1.2.2' };
      const path = `/l3-networks/${SEED.l3Network}/reserved-ip-ranges`;
      return (await emulator.make('POST', path, { params })).uuid;
    },
  ],
  [
    'a CD-ROM',
    async () => (await emulator.find(`/vm-instances/${SEED.vms.runningLinux}`)).vmCdRoms[0].uuid,
  ],
  [
    'a replication group',
    async () =>
      (await emulator.make('POST', '/image-replication-groups', { params: { name: 'r' } })).uuid,
  ],
])('the uuid of %s is not given twice', async (_, uuidOf) => {
  const uuid = await uuidOf();
  expect(await emulator.refused(...make(uuid))).toMatchObject({
    code: 'SYS.1000',
    details: `Duplicate entry '${uuid}' for key 'PRIMARY'`,
  });
});
