import { allOperations } from '../../../src/api/operations';
import { ADMIN_ACCOUNT } from '../../support/accounts';
import { SEED, TestEmulator } from '../../support/emulator';
import { takeSnapshot } from '../../support/volumes';
import { makePattern } from '../../support/tag-patterns';

/** What ZQL calls the inventories of each query, by the address that answers them all. */
const NAMES: Readonly<Record<string, string>> = {
  image: '/images',
  accesskey: '/accesskeys',
  account: '/accounts',
  accountresourceref: '/accounts/resources/refs',
  quota: '/accounts/quotas',
  sharedresource: '/accounts/resources',
  backupstorage: '/backup-storage',
  cephbackupstorage: '/backup-storage/ceph',
  imagestorebackupstorage: '/backup-storage/image-store',
  sftpbackupstorage: '/backup-storage/sftp',
  cluster: '/clusters',
  diskoffering: '/disk-offerings',
  eip: '/eips',
  garbagecollector: '/gc-jobs',
  globalconfig: '/global-configurations',
  host: '/hosts',
  imagegroup: '/imagegroups',
  imagegroupref: '/imagegrouprefs',
  imagereplicationgroup: '/image-replication-groups',
  instanceoffering: '/instance-offerings',
  l2network: '/l2-networks',
  l2vlannetwork: '/l2-networks/vlan',
  addresspool: '/l3-networks/address-pools',
  usedip: '/l3-networks/ip-address',
  iprange: '/l3-networks/ip-ranges',
  l3network: '/l3-networks',
  networkservicel3networkref: '/l3-networks/network-services/refs',
  networkserviceprovider: '/network-services/providers',
  longjob: '/longjobs',
  managementnode: '/management-nodes',
  vmnic: '/vm-instances/nics',
  imagepackage: '/image-packages',
  cephosdgroup: '/primary-storage/ceph/osdgroups',
  cephprimarystorage: '/primary-storage/ceph',
  cephprimarystoragepool: '/primary-storage/ceph/pools',
  imagecache: '/primary-storage/imagecache',
  localstorageresourceref: '/primary-storage/local-storage/resource-refs',
  primarystorage: '/primary-storage',
  resourceconfig: '/resource-configurations',
  securitygroup: '/security-groups',
  securitygrouprule: '/security-groups/rules',
  vmnicsecuritygroupref: '/security-groups/vm-instances/nics',
  vmnicsecuritypolicy: '/security-groups/nics/security-policy',
  sshkeypair: '/ssh-key-pair',
  systemtag: '/system-tags',
  tagpattern: '/tags',
  usertag: '/user-tags',
  policy: '/accounts/policies',
  user: '/accounts/users',
  usergroup: '/accounts/groups',
  vip: '/vips',
  vmcdrom: '/vm-instances/cdroms',
  vminstance: '/vm-instances',
  volumebackup: '/volume-backups',
  volumesnapshot: '/volume-snapshots',
  volumesnapshotgroup: '/volume-snapshots/group',
  volumesnapshottree: '/volume-snapshots/trees',
  volume: '/volumes',
  webhook: '/web-hooks',
  zone: '/zones',
};

/** Adds something of the kinds that the default world has none of. */
async function fill(emulator: TestEmulator): Promise<void> {
  const make = (path: string, params: object) => emulator.make('POST', path, { params });
  const { uuid: group } = await make('/security-groups', { name: 's' });
  await make(`/security-groups/${group}/l3-networks/${SEED.l3Network}`, {});
  const [nic] = (await emulator.call('GET', '/vm-instances/nics')).body.inventories;
  await make(`/security-groups/${group}/vm-instances/nics`, { vmNicUuids: [nic.uuid] });
  await make('/web-hooks', { name: 'w', type: 'x', url: 'http://10.0.0.9/' });
  await make('/ssh-key-pair', { name: 'k', publicKey: 'ssh-rsa AAAA' });
  await make('/accounts/users', { name: 'u', password: 'a'.repeat(128) });
  await make('/accounts/groups', { name: 'g' });
  await make(`/imagegroup/from/image/${SEED.images.linux}`, { name: 'i' });
  await make('/image-replication-groups', { name: 'r' });
  await make(`/volumes/${SEED.volumes.runningLinux}/volume-backups`, {
    name: 'b',
    backupStorageUuid: SEED.backupStorages.imageStore,
  });
  await takeSnapshot(emulator, 's', SEED.volumes.data);
  await make('/volume-snapshots/group', { name: 'g', rootVolumeUuid: SEED.volumes.runningLinux });
  await make('/accesskeys', { accountUuid: ADMIN_ACCOUNT, userUuid: ADMIN_ACCOUNT });
  const { uuid } = await makePattern(emulator);
  await make(`/tags/${uuid}/resources`, { resourceUuids: [SEED.image] });
}

test('every query has a name in ZQL, and is answered by it as at its address', async () => {
  const emulator = await TestEmulator.start();
  await fill(emulator);
  const queries = allOperations().filter(({ kind }) => kind === 'query');
  expect(Object.values(NAMES).toSorted()).toEqual(
    queries.map(({ paths }) => String(paths[0]).replace('/v1', '')).toSorted(),
  );
  const empty: string[] = [];
  for (const [name, path] of Object.entries(NAMES)) {
    const { inventories } = (await emulator.call('GET', path)).body;
    if (inventories.length === 0) empty.push(name);
    const asked = await emulator.call('GET', `/zql?zql=query%20${name}`);
    expect([name, asked.body.results]).toEqual([name, [{ inventories }]]);
  }
  // What is none at all says nothing about whose inventories these are.
  expect(empty.toSorted()).toEqual([
    'addresspool',
    'garbagecollector',
    'imagecache',
    'imagepackage',
    'longjob',
    'resourceconfig',
  ]);
});
