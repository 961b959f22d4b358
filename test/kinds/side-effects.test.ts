import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SEED, TestEmulator, type Json } from '../support/emulator';
import { digest } from '../support/accounts';
import { longJob, submit } from '../support/long-jobs';
import * as disks from '../support/disk-files';
import { temporaryFolder } from '../support/process';
import { openUpload, upload } from '../support/upload';
import { writeTo } from '../support/volumes';

/*
 * What else must change with a call, in places that it does not name: drives, trash, real bytes, long jobs, the
 * journal, other storages.
 */

const { imageStore, sftp } = SEED.backupStorages;
const { images, volumes, vms } = SEED;
const MIB = 2 ** 20;

test('the last who holds real bytes takes them along: image, volume, what is written', async () => {
  const dataDir = temporaryFolder();
  const emulator = await TestEmulator.start({ settings: { dataDir } });
  const files = () => readdirSync(join(dataDir, 'blobs'));
  const bytes = randomBytes(MIB);
  const { uuid, addresses } = await openUpload(emulator, [imageStore], {
    format: 'raw',
    mediaType: 'DataVolumeTemplate',
  });
  const headers = { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': bytes.length };
  expect(await upload(addresses[0] ?? '', { bytes, headers })).toMatchObject({ status: 200 });
  const make = async () =>
    (
      await emulator.make('POST', `/volumes/data/from/data-volume-templates/${uuid}`, {
        params: { name: 'v', primaryStorageUuid: SEED.primaryStorages.nfs },
      })
    ).uuid as string;
  const [written, deleted] = [await make(), await make()];
  await emulator.call('DELETE', `/images/${uuid}`);
  await emulator.call('PUT', `/images/${uuid}/actions`, { expungeImage: {} });
  expect(files()).toHaveLength(1);
  await emulator.call('DELETE', `/volumes/${deleted}`);
  await emulator.call('PUT', `/volumes/${deleted}/actions`, { expungeDataVolume: {} });
  expect(files()).toHaveLength(1);
  await writeTo(emulator, 1, written);
  expect(files()).toEqual([]);
});

test('an upload that cannot be an image fails its long job with the reason', async () => {
  const emulator = await TestEmulator.start();
  const target = '0123456789ab4def8123456789abcdef';
  const job = await submit(emulator, 'APIAddImageMsg', {
    resourceUuid: target,
    url: `upload://${target}/image`,
    format: 'qcow2',
  });
  const image = await emulator.find(`/images/${target}`);
  const bytes = Buffer.concat([disks.qcow2(2 ** 30, 512, 512), Buffer.alloc(MIB)]);
  const headers = { 'X-IMAGE-UUID': target, 'X-IMAGE-SIZE': bytes.length };
  const address = image.backupStorageRefs[0].installPath;
  expect(await upload(address, { bytes, headers })).toMatchObject({ status: 400 });
  const failed = await longJob(emulator, job.uuid);
  expect(failed.state).toBe('Failed');
  expect(failed.jobResult).toContain('has backing file');
  expect(await emulator.find(`/images/${target}`)).toBeUndefined();
});

test('an ISO leaves every drive when it is deleted, when its last storage goes, and when its VM is destroyed', async () => {
  const ends: readonly ((emulator: TestEmulator) => Promise<unknown>)[] = [
    (emulator) => emulator.call('DELETE', `/images/${images.iso}`),
    (emulator) => emulator.call('DELETE', `/backup-storage/${sftp}`),
    async (emulator) => {
      await emulator.call('DELETE', `/vm-instances/${vms.runningLinux}`);
      await emulator.call('DELETE', `/vm-instances/${vms.stoppedWindows}`);
    },
  ];
  for (const end of ends) {
    const emulator = await TestEmulator.start();
    for (const vm of [vms.runningLinux, vms.stoppedWindows]) {
      await emulator.make('POST', `/vm-instances/${vm}/iso/${images.iso}`, {});
    }
    await end(emulator);
    for (const vm of [vms.runningLinux, vms.stoppedWindows]) {
      const found = await emulator.find(`/vm-instances/${vm}`);
      expect(found.vmCdRoms.map(({ isoUuid }: Json) => isoUuid)).toEqual([null]);
    }
    const { database } = emulator.environment;
    const held = database.prepare(
      'select count(*) from vm_cd_roms where iso_uuid is not null or iso_install_path is not null',
    );
    expect(held.pluck().get()).toBe(0);
  }
});

test('a storage that goes takes its trash, its configuration and its tags, and leaves those of others', async () => {
  const emulator = await TestEmulator.start();
  const rows = (of: string) => {
    const { database } = emulator.environment;
    const count = (sql: string) => database.prepare<[string], number>(sql).pluck().get(of);
    return [
      count('select count(*) from resource_configs where resource_uuid = ?'),
      count('select count(*) from user_tags where resource_uuid = ?'),
      count('select count(*) from backup_storage_zones where backup_storage_uuid = ?'),
      count('select count(*) from image_backup_storage_refs where backup_storage_uuid = ?') === 0,
    ];
  };
  for (const uuid of [imageStore, sftp]) {
    await emulator.call(
      'PUT',
      `/resource-configurations/backupStorage/reservedCapacity/${uuid}/actions`,
      {
        updateResourceConfig: { value: '2G' },
      },
    );
    const tag = { resourceType: 'BackupStorageVO', resourceUuid: uuid, tag: 'mine' };
    await emulator.make('POST', '/user-tags', { params: tag });
  }
  const kept = rows(imageStore);
  expect(kept).toEqual([1, 1, 1, false]);
  await emulator.call('DELETE', `/backup-storage/${sftp}`);
  expect(rows(sftp)).toEqual([0, 0, 0, true]);
  expect(rows(imageStore)).toEqual(kept);
});

test('uploads, downloads and what is asked of the API are in the journal, and of the emulator’s own API nothing', async () => {
  const emulator = await TestEmulator.start();
  const { uuid, addresses } = await openUpload(emulator, [imageStore], { format: 'raw' });
  const bytes = randomBytes(2000);
  const headers = { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': bytes.length };
  await upload(addresses[0] ?? '', { bytes, headers });
  const exported = await emulator.call('PUT', `/backup-storage/${imageStore}/actions`, {
    exportImageFromBackupStorage: { imageUuid: uuid },
  });
  expect(Buffer.from(await (await fetch(exported.body.imageUrl)).arrayBuffer())).toEqual(bytes);
  await emulator.control('GET', '/clock');
  const { inventories } = (await emulator.control('GET', '/journal')).body;
  expect(inventories.map(({ operation, status }: Json) => [operation, status])).toEqual([
    ['AddImage', 200],
    ['UploadImageSlice', 200],
    ['ExportImageFromBackupStorage', 200],
    ['DownloadExport', 200],
  ]);
});

test('a rule that holds a step up holds it up on each storage, once', async () => {
  const emulator = await TestEmulator.start();
  const point = 'create-root-volume-template/start-creating-template';
  const rule = { kind: 'delay', point, milliseconds: 5000 };
  await emulator.control('POST', '/faults', rule);
  const { status } = await emulator.createTemplate(volumes.stoppedWindows, {
    name: 'x',
    backupStorageUuids: [imageStore, sftp],
  });
  expect(status).toBe(202);
  const statuses = async () =>
    (await emulator.find('/images?q=name=x')).backupStorageRefs.map((ref: Json) => ref.status);
  emulator.advance(4999);
  expect(await statuses()).toEqual(['Creating', 'Creating']);
  emulator.advance(1);
  expect(await statuses()).toEqual(['Ready', 'Ready']);
});

test('a VM that is destroyed leaves its host, its data volumes and nothing else', async () => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  await emulator.call('DELETE', `/vm-instances/${vms.runningLinux}`);
  expect(await emulator.find(`/vm-instances/${vms.runningLinux}`)).toMatchObject({
    state: 'Destroyed',
    hostUuid: null,
    lastHostUuid: SEED.hosts.linux,
  });
  const after = emulator.world();
  const changed = Object.keys(after).filter(
    (table) => JSON.stringify(after[table]) !== JSON.stringify(before[table]),
  );
  // Its addresses are given back, and the EIP that it had.
  expect(changed.toSorted()).toEqual(['eips', 'used_ips', 'vm_instances', 'vm_nics', 'volumes']);
});

/** Rows of a world that name one of these, by table. */
function namedIn(emulator: TestEmulator, uuids: readonly string[]): Record<string, number> {
  const counts = Object.entries(emulator.world()).map(([table, rows]) => {
    const naming = rows.filter((row) => uuids.some((uuid) => JSON.stringify(row).includes(uuid)));
    return [table, naming.length] as const;
  });
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

test('a network that goes takes its ranges, addresses, NICs, tags and shares, and nothing names it', async () => {
  const emulator = await TestEmulator.start();
  const { l3Network, ipRange } = SEED;
  const tag = { resourceType: 'L3NetworkVO', resourceUuid: l3Network, tag: 'mine' };
  await emulator.make('POST', '/user-tags', { params: tag });
  const { vmNics } = await emulator.find(`/vm-instances/${vms.runningLinux}`);
  const its = [l3Network, ipRange, vmNics[0].uuid, vmNics[0].usedIpUuid];
  expect(Object.keys(namedIn(emulator, its)).length).toBeGreaterThan(5);
  await emulator.call('DELETE', `/l3-networks/${l3Network}`);
  expect(namedIn(emulator, its)).toEqual({});
  expect(await emulator.find(`/vm-instances/${vms.runningLinux}`)).toMatchObject({
    state: 'Running',
    vmNics: [],
    defaultL3NetworkUuid: null,
  });
});

test('a VM that is expunged takes its NICs and what they had along', async () => {
  const emulator = await TestEmulator.start();
  const { vmNics } = await emulator.find(`/vm-instances/${vms.runningLinux}`);
  const its = [vmNics[0].uuid, vmNics[0].usedIpUuid];
  const named = Object.keys(namedIn(emulator, its));
  expect(named).toEqual(['account_resource_refs', 'eips', 'used_ips', 'vm_nics']);
  await emulator.call('DELETE', `/vm-instances/${vms.runningLinux}`);
  // It may come back, with the NIC and another address.
  expect(Object.keys(namedIn(emulator, its))).toEqual(['account_resource_refs', 'vm_nics']);
  await emulator.call('PUT', `/vm-instances/${vms.runningLinux}/actions`, {
    expungeVmInstance: {},
  });
  expect(namedIn(emulator, its)).toEqual({});
});

test('a user that goes is in no group, has no policy and owns nothing', async () => {
  const emulator = await TestEmulator.start();
  const make = async (path: string, params: object): Promise<Json> =>
    (await emulator.call('POST', path, { params })).body.inventory;
  const { uuid } = await make('/accounts/users', { name: 'u', password: digest('u') });
  const group = await make('/accounts/groups', { name: 'g' });
  const statements = [{ effect: 'Allow', actions: ['.*'] }];
  const policy = await make('/accounts/policies', { name: 'p', statements });
  await make(`/accounts/users/${uuid}/policies`, { policyUuid: policy.uuid });
  await make(`/accounts/groups/${group.uuid}/users`, { userUuid: uuid });
  await make('/user-tags', { resourceType: 'UserVO', resourceUuid: uuid, tag: 'mine' });
  const named = [
    'account_resource_refs',
    'user_group_users',
    'user_policies',
    'user_tags',
    'users',
  ];
  expect(Object.keys(namedIn(emulator, [uuid]))).toEqual(named);
  await emulator.call('DELETE', `/accounts/users/${uuid}`);
  expect(namedIn(emulator, [uuid])).toEqual({});
  // The group and the policy stay.
  const kept = { account_resource_refs: 2, policies: 1, user_groups: 1 };
  expect(namedIn(emulator, [group.uuid, policy.uuid])).toEqual(kept);
});
