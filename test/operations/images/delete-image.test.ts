import { SEED, TestEmulator } from '../../support/emulator';

const { imageStore, sftp } = SEED.backupStorages;
const HOUR = 3_600_000;

async function withImage(settings: Record<string, string> = {}) {
  const emulator = await TestEmulator.start({ settings });
  const before = emulator.world();
  const image = await emulator.make('POST', '/images', {
    params: {
      name: 'doomed',
      url: 'http://x/a.qcow2#size=10G&actualSize=1G',
      format: 'qcow2',
      backupStorageUuids: [imageStore, sftp],
      userTags: ['mine'],
    },
  });
  const refs = async () => {
    const found = await emulator.find(`/images/${image.uuid}`);
    return found?.backupStorageRefs.map((ref: { status: string }) => ref.status);
  };
  const remove = (query = '') => emulator.call('DELETE', `/images/${image.uuid}${query}`);
  const act = (action: string, params: object = {}) =>
    ['PUT', `/images/${image.uuid}/actions`, { [action]: params }] as const;
  const name = `the image[uuid:${image.uuid}, name:doomed]`;
  return { emulator, uuid: image.uuid as string, refs, remove, act, before, name };
}

describe('Delay', () => {
  test('a deleted image stays, keeps its capacity and comes back', async () => {
    const { emulator, uuid, refs, remove, act } = await withImage();
    const taken = emulator.available('backup', imageStore);
    expect((await remove()).body).toEqual({ success: true, error: null });
    expect(await emulator.find(`/images/${uuid}`)).toMatchObject({ status: 'Deleted' });
    expect(await refs()).toEqual(['Deleted', 'Deleted']);
    expect(emulator.available('backup', imageStore)).toBe(taken);
    expect(await emulator.make(...act('recoverImage'))).toMatchObject({ status: 'Ready' });
    expect(await refs()).toEqual(['Ready', 'Ready']);
  });

  test('on one storage of two the image stays Ready, and recovers there alone', async () => {
    const { emulator, uuid, refs, remove, act } = await withImage();
    await remove(`?backupStorageUuids=${sftp}`);
    expect(await emulator.find(`/images/${uuid}`)).toMatchObject({ status: 'Ready' });
    expect(await refs()).toEqual(['Ready', 'Deleted']);
    await remove(`?backupStorageUuids.0=${imageStore}`);
    expect(await emulator.find(`/images/${uuid}`)).toMatchObject({ status: 'Deleted' });
    await emulator.make(...act('recoverImage', { backupStorageUuids: [sftp] }));
    expect(await refs()).toEqual(['Deleted', 'Ready']);
  });

  test('the clock expunges it after its period, and everything is as it was before', async () => {
    const { emulator, uuid, remove, before } = await withImage();
    await remove();
    emulator.advance(71 * HOUR);
    expect(await emulator.find(`/images/${uuid}`)).toBeDefined();
    emulator.advance(2 * HOUR);
    expect(emulator.world()['images']).toEqual(
      before['images']?.filter((row) => (row as { status: string }).status !== 'Deleted'),
    );
    expect(emulator.brokenLaws()).toEqual({});
  });

  test('deleting it again starts its period anew', async () => {
    const { emulator, uuid, remove } = await withImage();
    await remove();
    emulator.advance(48 * HOUR);
    expect((await remove()).status).toBe(200);
    emulator.advance(48 * HOUR);
    expect(await emulator.find(`/images/${uuid}`)).toBeDefined();
    emulator.advance(26 * HOUR);
    expect(await emulator.find(`/images/${uuid}`)).toBeUndefined();
  });
});

test('Direct removes bits and image at once; bits that cannot be removed keep their ref', async () => {
  const { emulator, uuid, refs, remove, before } = await withImage();
  await emulator.configure('image/deletionPolicy', 'Direct');
  await emulator.control('PUT', `/backup-storage/${sftp}/agent`, { reachable: false });
  await remove();
  expect(await refs()).toEqual(['Ready']);
  await emulator.control('PUT', `/backup-storage/${sftp}/agent`, { reachable: true });
  await emulator.make('PUT', `/backup-storage/${sftp}/actions`, { reconnectBackupStorage: {} });
  await remove();
  expect(await emulator.find(`/images/${uuid}`)).toBeUndefined();
  expect(emulator.world()['images']).toEqual(before['images']);
  expect(emulator.world()['user_tags']).toEqual(before['user_tags']);
});

test('Never keeps a deleted image for ever', async () => {
  const { emulator, refs, remove } = await withImage();
  await emulator.configure('image/deletionPolicy', 'Never');
  await remove();
  emulator.advance(1000 * HOUR);
  expect(await refs()).toEqual(['Deleted', 'Deleted']);
});

test('a policy that is none is refused', async () => {
  const { emulator } = await withImage();
  const error = await emulator.refused(
    'PUT',
    '/global-configurations/image/deletionPolicy/actions',
    { updateGlobalConfig: { value: 'DeleteReference' } },
  );
  expect(error).toMatchObject({
    code: 'SYS.1007',
    details: 'DeleteReference is not a valid value. Valid values are [Direct, Delay, Never]',
  });
  const unknown = await emulator.refused('PUT', '/global-configurations/image/nothing/actions', {
    updateGlobalConfig: { value: '1' },
  });
  expect(unknown.details).toBe('Unable to find GlobalConfig[category: image, name: nothing]');
});

test('an image that is not there is deleted in peace, but its uuid must be one', async () => {
  const { emulator } = await withImage();
  const gone = await emulator.call('DELETE', '/images/0123456789ab4def8123456789abcdef');
  expect(gone.body).toEqual({ success: true, error: null });
  const error = await emulator.refused('DELETE', '/images/nonsense');
  expect(error).toMatchObject({
    code: 'SYS.1003',
    details: 'invalid value[nonsense] of field [uuid]',
  });
  const mode = await emulator.refused('DELETE', `/images/${SEED.images.linux}?deleteMode=Now`);
  expect(mode.code).toBe('SYS.1000');
});

describe('ExpungeImage', () => {
  test('removes what is deleted and gives back exactly what it took', async () => {
    const { emulator, uuid, remove, act, before } = await withImage();
    await remove();
    await emulator.call(...act('expungeImage', { backupStorageUuids: [sftp] }));
    expect((await emulator.find(`/images/${uuid}`)).backupStorageRefs).toHaveLength(1);
    await emulator.call(...act('expungeImage'));
    expect(emulator.world()['images']).toEqual(before['images']);
    expect(emulator.world()['account_resource_refs']).toEqual(before['account_resource_refs']);
    expect(emulator.world()['backup_storages']).toEqual(before['backup_storages']);
    const again = await emulator.refused(...act('expungeImage'));
    expect(again).toMatchObject({
      code: 'SYS.1003',
      details: `invalid field[imageUuid], resource[uuid:${uuid}, type:ImageVO] not found`,
    });
  });

  test('refuses what is not deleted', async () => {
    const { emulator, act, remove, name } = await withImage();
    const nowhere = await emulator.refused(...act('expungeImage'));
    expect(nowhere).toMatchObject({
      code: 'SYS.1006',
      details: `${name} is not deleted on any backup storage`,
    });
    await remove(`?backupStorageUuids=${sftp}`);
    const elsewhere = SEED.backupStorages.ceph;
    const refusals = [
      [elsewhere, `${name} is not on the backup storage[uuid:${elsewhere}]`],
      [imageStore, `${name} is not deleted on the backup storage[uuid:${imageStore}]`],
    ] as const;
    for (const [storage, details] of refusals) {
      const error = await emulator.refused(
        ...act('expungeImage', { backupStorageUuids: [storage] }),
      );
      expect(error).toMatchObject({ code: 'SYS.1007', details });
    }
  });

  test('leaves garbage where bits cannot be deleted, which is tried again until it is gone', async () => {
    const { emulator, uuid, remove, act } = await withImage();
    await remove();
    await emulator.call('PUT', `/backup-storage/${sftp}/actions`, {
      changeBackupStorageState: { stateEvent: 'disable' },
    });
    const { status, body } = await emulator.call(...act('expungeImage'));
    expect([status, body.error]).toEqual([200, null]);
    expect(await emulator.find(`/images/${uuid}`)).toBeUndefined();
    const jobs = async () => (await emulator.control('GET', '/garbage-jobs')).body.inventories;
    expect(await jobs()).toMatchObject([{ status: 'Idle', imageUuid: uuid }]);
    emulator.advance(HOUR);
    expect(await jobs()).toMatchObject([{ status: 'Idle' }]);
    await emulator.call('PUT', `/backup-storage/${sftp}/actions`, {
      changeBackupStorageState: { stateEvent: 'enable' },
    });
    emulator.advance(HOUR);
    expect(await jobs()).toMatchObject([{ status: 'Done' }]);
  });

  test('garbage is done when its storage goes', async () => {
    const { emulator, remove, act } = await withImage();
    await remove();
    await emulator.control('PUT', `/backup-storage/${sftp}/agent`, { reachable: false });
    await emulator.call(...act('expungeImage'));
    await emulator.call('DELETE', `/backup-storage/${sftp}`);
    emulator.advance(HOUR);
    const { body } = await emulator.control('GET', '/garbage-jobs');
    expect(body.inventories).toMatchObject([{ status: 'Done' }]);
  });
});

describe('RecoverImage refuses', () => {
  test('what is not deleted', async () => {
    const { emulator, act, name } = await withImage();
    const nowhere = await emulator.refused(...act('recoverImage', { backupStorageUuids: [] }));
    expect(nowhere).toMatchObject({
      code: 'SYS.1006',
      details: `${name} is not deleted on any backup storage`,
    });
    const ready = await emulator.refused(
      ...act('recoverImage', { backupStorageUuids: [imageStore] }),
    );
    expect(ready).toMatchObject({
      code: 'SYS.1007',
      details: `${name}'s status[Ready] is not Deleted on the backup storage[uuid:${imageStore}]`,
    });
  });
});

describe('an ISO', () => {
  const withIso = async () => {
    const emulator = await TestEmulator.start();
    const iso = SEED.images.iso;
    const vm = SEED.vms.runningLinux;
    await emulator.make('POST', `/vm-instances/${vm}/iso/${iso}`, {});
    const drives = async () => (await emulator.find(`/vm-instances/${vm}`)).vmCdRoms;
    return { emulator, iso, vm, drives };
  };

  test('leaves the VMs that hold it when it is deleted', async () => {
    const { emulator, iso, drives } = await withIso();
    expect(await drives()).toMatchObject([{ isoUuid: iso }]);
    await emulator.call('DELETE', `/images/${iso}`);
    expect(await drives()).toMatchObject([{ isoUuid: null }]);
  });

  test('is not deleted while a VM cannot let go of it, unless that is enforced', async () => {
    const { emulator, iso, vm } = await withIso();
    emulator.environment.database
      .prepare("update vm_instances set state = 'Stopping' where uuid = ?")
      .run(vm);
    const error = await emulator.refused('DELETE', `/images/${iso}`);
    expect(error.code).toBe('SYS.1004');
    expect(error.cause?.details).toContain(`detach iso[uuid=${iso}] from vm failed, errors are`);
    const enforced = await emulator.call('DELETE', `/images/${iso}?deleteMode=Enforcing`);
    expect(enforced.status).toBe(200);
    expect(await emulator.find(`/images/${iso}`)).toMatchObject({ status: 'Deleted' });
  });
});

test('a template that is being made is deleted at once, and its job fails', async () => {
  const emulator = await TestEmulator.start({ settings: { progression: 'timed' } });
  const before = emulator.world();
  const accepted = await emulator.createTemplate(SEED.volumes.runningLinux, { name: 'x' });
  expect(accepted.status).toBe(202);
  const { uuid } = await emulator.find('/images?q=name=x');
  await emulator.call('DELETE', `/images/${uuid}`);
  expect(emulator.world()).toEqual(before);
  emulator.advance(600_000);
  const job = await emulator.anonymous.get(new URL(accepted.body.location).pathname);
  expect(job.body.error).toMatchObject({
    code: 'SYS.1006',
    details: `image [uuid:${uuid}] has been deleted`,
  });
  expect(emulator.world()).toEqual(before);
});
