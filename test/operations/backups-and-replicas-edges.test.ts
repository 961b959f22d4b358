import { SEED, TestEmulator, type Json } from '../support/emulator';
import { action, pace, submission, work } from '../support/long-jobs';
import { put, takeSnapshot, writeTo } from '../support/volumes';

const { backupStorages, volumes } = SEED;
const { imageStore } = backupStorages;
const of = volumes.runningLinux;

const second = async (emulator: TestEmulator): Promise<string> => {
  const { uuid } = await emulator.make('POST', '/backup-storage/image-store', {
    params: { name: 'second', hostname: 'x', username: 'u', password: 'x', url: '/bs' },
  });
  await emulator.make('POST', `/zones/${SEED.zone}/backup-storage/${uuid}`);
  return uuid;
};
const setStorage = (uuid: string, what: string) =>
  `update backup_storages set ${what} where uuid = '${uuid}'`;

describe('a backup of a volume', () => {
  const backUp = (emulator: TestEmulator, more = {}, to: string = imageStore): Promise<Json> =>
    emulator.make('POST', `/volumes/${of}/volume-backups`, {
      params: { name: 'b', backupStorageUuid: to, ...more },
    });
  const sizes = async (emulator: TestEmulator) =>
    (await emulator.call('GET', '/volume-backups?sort=+createDate')).body.inventories.map(
      ({ mode, size }: Json) => [mode, size],
    );

  test('follows on the last one of the same store', async () => {
    const emulator = await TestEmulator.start();
    const there = await second(emulator);
    const { size: whole } = await backUp(emulator);
    await writeTo(emulator, 4096, of);
    expect(await backUp(emulator, {}, there)).toMatchObject({ mode: 'full', size: whole + 4096 });
    await writeTo(emulator, 512, of);
    expect(await backUp(emulator)).toMatchObject({ mode: 'incremental', size: 4608 });
    expect(await backUp(emulator, {}, there)).toMatchObject({ mode: 'incremental', size: 512 });
  });

  test('of a volume that holds less than before has nothing new', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await takeSnapshot(emulator, 's', of);
    await writeTo(emulator, 4096, of);
    await backUp(emulator);
    const power = (what: string) =>
      put(emulator, `update vm_instances set state = '${what}' where name = 'web-1'`);
    power('Stopped');
    await emulator.make('PUT', `/volume-snapshots/${uuid}/actions`, {
      revertVolumeFromSnapshot: {},
    });
    power('Running');
    expect(await backUp(emulator)).toMatchObject({ mode: 'incremental', size: 0 });
  });

  test('that goes leaves its bytes to an incremental one only', async () => {
    const emulator = await TestEmulator.start();
    const one = await backUp(emulator);
    await writeTo(emulator, 4096, of);
    const two = await backUp(emulator);
    const three = await backUp(emulator, { mode: 'full' });
    const free = emulator.available('backup', imageStore);
    await emulator.make('DELETE', `/volume-backups/${two.uuid}`);
    expect(emulator.available('backup', imageStore)).toBe(free + 4096);
    await emulator.make('DELETE', `/volume-backups/${one.uuid}`);
    expect(emulator.available('backup', imageStore)).toBe(free + 4096 + one.size);
    expect(await sizes(emulator)).toEqual([['full', three.size]]);
  });

  test('goes from the stores that are named, and with the last of them', async () => {
    const emulator = await TestEmulator.start();
    const there = await second(emulator);
    const { uuid } = await backUp(emulator);
    const remove = (from: string) =>
      emulator.make('DELETE', `/volume-backups/${uuid}?backupStorageUuids=${from}`);
    await remove(there);
    expect(await emulator.find(`/volume-backups/${uuid}`)).toBeDefined();
    await remove(imageStore);
    expect(await emulator.find(`/volume-backups/${uuid}`)).toBeUndefined();
  });

  test('of a VM that is not known brings nothing back', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await backUp(emulator);
    put(
      emulator,
      `update volume_backups set vm_instance_uuid = null; update volumes set vm_instance_uuid = null where uuid = '${volumes.data}'`,
    );
    put(emulator, `update volume_backups set volume_uuid = '${volumes.data}', type = 'Data'`);
    const call = { revertVolumeFromVolumeBackup: {} };
    expect(await emulator.refused('PUT', `/volume-backups/${uuid}/actions`, call)).toMatchObject({
      code: 'SYS.1006',
      details: `VM not found with volume backup[uuid:${uuid}]`,
    });
  });

  describe('brings its volume back', () => {
    const { local } = SEED.primaryStorages;
    async function stopped() {
      const emulator = await TestEmulator.start();
      const { uuid } = await backUp(emulator);
      put(emulator, "update vm_instances set state = 'Stopped' where name = 'web-1'");
      const path = `/volume-backups/${uuid}/actions`;
      return { emulator, back: ['PUT', path, { revertVolumeFromVolumeBackup: {} }] as const };
    }

    test('to the size that it had', async () => {
      const { emulator, back } = await stopped();
      const { size } = await emulator.find(`/volumes/${of}`);
      const resizeRootVolume = { size: size + 2 ** 30 };
      await emulator.make('PUT', `/volumes/resize/${of}/actions`, { resizeRootVolume });
      const free = emulator.available('primary', local);
      await emulator.make(...back);
      expect((await emulator.find(`/volumes/${of}`)).size).toBe(size);
      const [trash] = (await emulator.call('GET', `/primary-storage/trash?uuid=${local}`)).body
        .inventories;
      expect(emulator.available('primary', local)).toBe(free + 2 ** 30 - trash.size);
    });

    test('only where there is room for it', async () => {
      const { emulator, back } = await stopped();
      put(
        emulator,
        `update primary_storages set system_used_capacity = system_used_capacity + available_capacity - 4096, available_physical_capacity = available_physical_capacity - available_capacity + 4096, available_capacity = 4096 where uuid = '${local}'`,
      );
      expect((await emulator.refused(...back)).details).toContain(
        'cannot find primary storage satisfying conditions',
      );
    });
  });

  test('becomes no template on a store that is full by then', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await backUp(emulator);
    const point = 'create-template-from-volume-backup/commit-volume-template';
    await emulator.control('POST', '/faults', { point, kind: 'fill' });
    const params = { name: 't', backupStorageUuid: imageStore };
    const path = `/images/root-volume-templates/from/volume-template/${uuid}`;
    const { body } = await emulator.call('POST', path, { params });
    expect(body.error.details).toBe(`failed to create image from backup ${uuid}`);
  });
});

describe('a replica', () => {
  async function grouped() {
    const emulator = await TestEmulator.start();
    const other = await second(emulator);
    const { uuid } = await emulator.make('POST', '/image-replication-groups', {
      params: { name: 'g' },
    });
    await emulator.call('POST', `/image-replication-groups/${uuid}`, {
      params: { backupStorageUuids: [imageStore, other] },
    });
    const add = async (): Promise<string> => {
      const url = 'http://x/a.qcow2#size=4G&actualSize=1G';
      const params = { name: 'i', url, format: 'qcow2', backupStorageUuids: [imageStore] };
      const image = await emulator.make('POST', '/images', { params });
      emulator.advance(0);
      return image.uuid;
    };
    const there = async (image: string) =>
      (await emulator.find(`/images/${image}`)).backupStorageRefs.find(
        ({ backupStorageUuid }: Json) => backupStorageUuid === other,
      )?.status;
    return { emulator, other, add, there };
  }

  test.each([
    [
      'the store that gets it is Disabled',
      (other: string) => setStorage(other, "state = 'Disabled'"),
      (other: string) => setStorage(other, "state = 'Enabled'"),
    ],
    [
      'it is lost',
      (other: string) => setStorage(other, "status = 'Disconnected'"),
      (other: string) => setStorage(other, "status = 'Connected'"),
    ],
    [
      'it has a byte too few',
      (other: string) =>
        setStorage(
          other,
          `system_used_capacity = total_capacity - ${2 ** 31}, available_capacity = ${2 ** 31}`,
        ),
      (other: string) =>
        setStorage(
          other,
          `system_used_capacity = total_capacity - ${2 ** 31 + 1}, available_capacity = ${2 ** 31 + 1}`,
        ),
    ],
  ])('is tried again five minutes after %s', async (_why, hinder, help) => {
    const { emulator, other, add, there } = await grouped();
    await emulator.configure('backupStorage/reservedCapacity', '1G');
    put(emulator, hinder(other));
    const image = await add();
    expect(await there(image)).toBeUndefined();
    put(emulator, help(other));
    emulator.advance(299_999);
    expect(await there(image)).toBeUndefined();
    emulator.advance(1);
    expect(await there(image)).toBe('Ready');
  });

  test.each([
    ['the store that gets it', (_source: string, other: string) => other],
    ['the store that has it', (source: string) => source],
  ])('is begun anew when %s does not answer at its end', async (_which, choose) => {
    const { emulator, other, add, there } = await grouped();
    await pace(emulator, 'timed');
    const free = emulator.available('backup', other);
    await emulator.control('PUT', '/progression', { mode: 'immediate', kind: 'download' });
    const image = await add();
    expect(await there(image)).toBe('Creating');
    expect(emulator.available('backup', other)).toBe(free - 2 ** 30);
    const lost = choose(imageStore, other);
    put(emulator, setStorage(lost, "status = 'Disconnected'"));
    emulator.advance(5_120);
    expect(await there(image)).toBeUndefined();
    expect(emulator.available('backup', other)).toBe(free);
    put(emulator, setStorage(lost, "status = 'Connected'"));
    emulator.advance(299_999);
    expect(await there(image)).toBeUndefined();
    emulator.advance(1);
    expect(await there(image)).toBe('Creating');
    emulator.advance(5_120);
    expect(await there(image)).toBe('Ready');
  });
});

describe('calling off the deletion of a snapshot', () => {
  const call = 'failed to cancel deletion job. ';
  async function begun(emulator: TestEmulator, volume: string) {
    const { uuid } = await takeSnapshot(emulator, 's', volume);
    const delay = { kind: 'delay', point: 'DeleteVolumeSnapshot/run', delay: '1h' };
    await emulator.control('POST', '/faults', delay);
    const body = submission('APIDeleteVolumeSnapshotMsg', { uuid });
    const job = await emulator.make('POST', '/longjobs', body);
    await work(emulator);
    return { uuid, job: job.uuid as string };
  }

  test.each([
    [
      volumes.spareData,
      'select 1',
      `${call}Volume[uuid:%s] not attached to any vm, offline snapshot deletion do not support cancel.`,
    ],
    [
      volumes.stoppedWindows,
      'select 1',
      `${call}Volume[uuid:Running] attached vm not in state %s offline snapshot deletion do not support cancel.`,
    ],
    [
      volumes.spareData,
      'update volume_snapshots set volume_uuid = null',
      `${call}Volume[uuid:%s] not exists.`,
    ],
  ])('of %s after %s is refused', async (volume, change, details) => {
    const emulator = await TestEmulator.start();
    const { job } = await begun(emulator, volume);
    if (change !== 'select 1') put(emulator, change);
    expect(await emulator.refused(...action(job, 'cancelLongJob'))).toMatchObject({
      code: 'SYS.1006',
      details,
    });
  });
});
