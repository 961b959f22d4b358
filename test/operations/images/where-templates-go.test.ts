import { SEED, TestEmulator } from '../../support/emulator';
import { put } from '../../support/volumes';

const { backupStorages, primaryStorages, volumes } = SEED;

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const template = (volume: string, params: object = {}) =>
  [
    'POST',
    `/images/data-volume-templates/from/volumes/${volume}`,
    { params: { name: 't', ...params } },
  ] as const;

test('from Ceph a template goes to its own cluster or to an ImageStore, and nowhere else', async () => {
  put(emulator, `update backup_storages set fsid = 'another' where type = 'Ceph'`);
  const root = `/images/root-volume-templates/from/volumes/${volumes.runningArmOnCeph}`;
  const stores = `update backup_storages set state = 'Disabled' where type = 'ImageStoreBackupStorage'`;
  put(emulator, stores);
  const refusal = await emulator.refused('POST', root, { params: { name: 't' } });
  expect(JSON.stringify(refusal)).toContain(
    `required primary storage[uuid:${primaryStorages.ceph}, type:Ceph] could not support any backup storage.`,
  );
  put(
    emulator,
    `update backup_storages set fsid = (select fsid from primary_storages where uuid = '${primaryStorages.ceph}') where uuid = '${backupStorages.ceph}'`,
  );
  const made = await emulator.make('POST', root, { params: { name: 't' } });
  expect(made.backupStorageRefs).toMatchObject([{ backupStorageUuid: backupStorages.ceph }]);
});

test('storages that are named must be in the zone of the volume; why not is told of each', async () => {
  const { elsewhere, disconnected, sftp } = backupStorages;
  const { actualSize } = await emulator.find(`/volumes/${volumes.spareData}`);
  const why = (uuid: string) => ({
    code: 'SYS.1006',
    description: 'An operation failed',
    details: `backup storage[uuid:${uuid}] can not satisfy one or more conditions[available capacity > ${actualSize} bytes, status = Connected, state = Enabled], or it doesn't attach to zone[uuid:${SEED.zone}]`,
  });
  const unable = (uuid: string) => ({
    code: 'BS.1003',
    description: 'Unable to allocate a backup storage',
    details: 'unable to allocate a backup storage',
    cause: why(uuid),
  });
  const named = [elsewhere, disconnected, elsewhere];
  expect(
    await emulator.refused(...template(volumes.spareData, { backupStorageUuids: named })),
  ).toMatchObject({
    code: 'SYS.1006',
    details: `failed to allocate all backup storage[uuid:${elsewhere}, ${disconnected}], a list of error: ${JSON.stringify([unable(elsewhere), unable(disconnected)])}`,
    cause: unable(disconnected),
  });
  // While one can be had, the others are passed over.
  const { backupStorageRefs } = await emulator.make(
    ...template(volumes.spareData, { backupStorageUuids: [elsewhere, sftp, disconnected] }),
  );
  expect(backupStorageRefs).toMatchObject([{ backupStorageUuid: sftp }]);
});
