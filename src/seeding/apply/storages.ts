import { usualPoolName, usualPools, writeMons, writePools } from '../../services/storages/ceph.js';
import type { CephPoolType } from '../../domain/ceph/ceph.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import { setReachable } from '../../services/storages/backup/connect.js';
import { scheduleChore } from '../../jobs/chores/chore.js';
import { COLLECT_GARBAGE } from '../../services/images/delete/collect-garbage.js';
import { checkResourceConfig } from '../../services/configuration/resource-config.js';
import { configNumber } from '../../domain/global-config.js';
import { cacheInstallPath } from '../../services/volumes/volume-place.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import { clusterOf, hostOf } from './clusters.js';
import { Refused, type Filling } from './filling.js';
import { ADMIN_ACCOUNT_UUID } from '../../domain/account/account.js';
import { tag } from './tags.js';
import { momentLength, startWork, type Progress } from './work.js';

type MadePrimary = Made<EntryOf<'primaryStorages'>>;
type MadeBackup = Made<EntryOf<'backupStorages'>>;

export function fillZone(filling: Filling, made: Made<EntryOf<'zones'>>): void {
  const uuid = filling.uuidOf('zone', made);
  const dates = filling.datesOf(made);
  filling.write(() =>
    filling.world.repositories.zones.insert({
      uuid,
      name: made.name,
      description: made.description,
      state: made.state,
      type: 'zstack',
      isDefault: made.isDefault,
      ...dates,
    }),
  );
  tag(filling, 'ZoneVO', uuid, made, dates.createDate);
}

export function fillPrimaryStorage(filling: Filling, made: MadePrimary): void {
  const { primaryStorages } = filling.world.repositories;
  const { totalCapacity, systemUsedCapacity, totalPhysicalCapacity = totalCapacity } = made;
  const dates = filling.datesOf(made);
  refuseOverfull(totalCapacity, systemUsedCapacity);
  refuseOverfull(totalPhysicalCapacity, systemUsedCapacity);
  const { pools, names } = poolsOf(made);
  const storage: PrimaryStorage = {
    uuid: filling.uuidOf('primary-storage', made),
    zoneUuid: filling.find('zone', made.zone),
    name: made.name,
    url: made.url,
    description: made.description,
    type: made.type,
    state: made.state,
    status: made.status,
    mountPath: made.mountPath,
    fsid: made.fsid,
    ...names,
    totalCapacity,
    availableCapacity: totalCapacity - systemUsedCapacity,
    totalPhysicalCapacity,
    availablePhysicalCapacity: totalPhysicalCapacity - systemUsedCapacity,
    systemUsedCapacity,
    isReachable: made.reachable ?? made.status !== 'Disconnected',
    ...dates,
  };
  const clusterUuids = [
    ...new Set(made.clusterUuids.map((name) => clusterOf(filling, name, storage.zoneUuid))),
  ];
  filling.clustersOfStorages.set(storage.uuid, clusterUuids);
  filling.primaryStorages.set(storage.uuid, storage);
  filling.places.set(storage.uuid, filling.place);
  filling.write(() => primaryStorages.insert(storage, clusterUuids));
  filling.write(() => {
    writeMons(filling.world, 'primary', storage.uuid, made.monUrls ?? [], dates.createDate);
    writePools(filling.world, storage.uuid, pools, dates.createDate);
  });
  tag(filling, 'PrimaryStorageVO', storage.uuid, made, dates.createDate);
  for (const item of made.trash) trashOnPrimary(filling, storage, item);
  if (made.status === 'Connecting') {
    connect(
      filling,
      storage,
      'ReconnectPrimaryStorage',
      'reconnect-primary-storage',
      made.progress,
    );
  }
  if (made.imageCaches.length > 0) filling.later(() => cacheImages(filling, storage, made));
}

/** The pools of a Ceph storage, and of each type the first one's name: there go volumes that name no other. */
function poolsOf(made: MadePrimary) {
  const name = usualPoolName(made);
  const pools =
    made.pools.length > 0 ? made.pools : usualPools({ Root: name, Data: name, ImageCache: name });
  const firstOf = (type: CephPoolType) =>
    pools.find((pool) => pool.type === type)?.name ?? pools[0]?.name ?? name;
  const isCeph = made.type === 'Ceph';
  return {
    pools: isCeph ? pools : [],
    names: {
      rootVolumePool: isCeph ? firstOf('Root') : null,
      dataVolumePool: isCeph ? firstOf('Data') : null,
      imageCachePool: isCeph ? firstOf('ImageCache') : null,
    },
  };
}

function refuseOverfull(total: number, used: number): void {
  if (used <= total) return;
  throw new Refused(`its systemUsedCapacity exceeds its capacity by ${used - total} bytes`);
}

function trashOnPrimary(
  filling: Filling,
  { uuid, zoneUuid }: PrimaryStorage,
  { host, ...item }: MadePrimary['trash'][number],
): void {
  filling.ledger.takeFromPrimary(uuid, item.size, item.size);
  const hostUuid =
    host === undefined
      ? null
      : hostOf(filling, host, { zoneUuid, clusterUuid: null, architecture: 'x86_64' });
  const { createDate } = filling.datesOf(item);
  filling.write(() =>
    filling.world.repositories.trash.insert({
      ...item,
      storageUuid: uuid,
      storageType: 'PrimaryStorage',
      hostUuid,
      hypervisorType: 'KVM',
      createDate,
    }),
  );
}

/** When the images are there: a cache takes what its image does. */
function cacheImages(
  filling: Filling,
  storage: PrimaryStorage,
  { imageCaches }: MadePrimary,
): void {
  const { images, imageCaches: caches } = filling.world.repositories;
  for (const given of imageCaches) {
    const imageUuid = filling.findLoosely('image', given.image);
    if (!filling.isSound) continue;
    const image = images.find(imageUuid);
    const size = given.size ?? image?.actualSize;
    if (size === undefined) {
      throw new Refused(`the image '${given.image}' is not in the seed: its cache needs a size`);
    }
    filling.ledger.takeFromPrimary(storage.uuid, size, size);
    caches.insert({
      primaryStorageUuid: storage.uuid,
      imageUuid,
      installUrl: given.installUrl ?? cacheInstallPath(storage, imageUuid),
      mediaType: given.mediaType ?? image?.mediaType ?? 'RootVolumeTemplate',
      size,
      md5sum: 'not calculated',
      state: 'ready',
      ...filling.datesOf(given),
    });
  }
}

export function fillBackupStorage(filling: Filling, made: MadeBackup): void {
  const { backupStorages } = filling.world.repositories;
  const { totalCapacity, systemUsedCapacity } = made;
  const dates = filling.datesOf(made);
  refuseOverfull(totalCapacity, systemUsedCapacity);
  if (made.bandwidth === 0) throw new Refused('its bandwidth is 0: nothing would ever arrive');
  const storage: BackupStorage = {
    uuid: filling.uuidOf('backup-storage', made),
    name: made.name,
    url: made.url,
    description: made.description,
    type: made.type,
    state: made.state,
    status: made.status,
    totalCapacity,
    availableCapacity: totalCapacity - systemUsedCapacity,
    systemUsedCapacity,
    hostname: made.hostname,
    username: made.username,
    sshPort: made.sshPort,
    fsid: made.fsid,
    poolName: made.poolName,
    isReachable: made.reachable ?? made.status !== 'Disconnected',
    bandwidthBytesPerSecond: made.bandwidth,
    latencyMilliseconds: made.latency,
    ...dates,
  };
  const zoneUuids = [...new Set(made.zones)].map((zone) => filling.find('zone', zone));
  filling.backupStorages.set(storage.uuid, storage);
  filling.places.set(storage.uuid, filling.place);
  filling.write(() => {
    backupStorages.insert(storage);
    for (const zoneUuid of zoneUuids) backupStorages.attachToZone(storage.uuid, zoneUuid);
    writeMons(filling.world, 'backup', storage.uuid, made.monUrls ?? [], dates.createDate);
  });
  tag(filling, 'BackupStorageVO', storage.uuid, made, dates.createDate);
  for (const item of made.trash) trashOnBackup(filling, storage, item);
  for (const item of made.garbage) leaveGarbage(filling, storage, item);
  configure(filling, storage, made.config);
  if (made.status === 'Connecting') {
    connect(filling, storage, 'ReconnectBackupStorage', 'reconnect-backup-storage', made.progress);
  } else if (made.status === 'Disconnected' && storage.isReachable) {
    // The next ping finds it.
    filling.write(() => setReachable(filling.world, storage, true, filling.now));
  }
}

function trashOnBackup(
  filling: Filling,
  { uuid }: BackupStorage,
  { imageUuid, ...item }: MadeBackup['trash'][number],
): void {
  filling.ledger.takeFromBackup(uuid, item.size);
  const { createDate } = filling.datesOf(item);
  filling.write(() =>
    filling.world.repositories.trash.insert({
      ...item,
      resourceUuid: imageUuid,
      resourceType: 'ImageVO',
      storageUuid: uuid,
      storageType: 'BackupStorage',
      hostUuid: null,
      hypervisorType: null,
      trashType: 'MigrateImage',
      createDate,
    }),
  );
}

function leaveGarbage(
  filling: Filling,
  { uuid }: BackupStorage,
  { imageUuid, installPath, ...given }: MadeBackup['garbage'][number],
): void {
  const { world, now } = filling;
  const garbageUuid = filling.derive('garbage', `${uuid}/${imageUuid}`);
  const dates = filling.datesOf(given);
  filling.write(() => {
    world.repositories.garbage.insert({
      uuid: garbageUuid,
      name: `gc-delete-bits-${imageUuid}-on-backup-storage-${uuid}`,
      status: 'Idle',
      imageUuid,
      backupStorageUuid: uuid,
      installPath,
      interval: configNumber(world.repositories.globalConfig, 'imageGcInterval'),
      ...dates,
    });
    scheduleChore(world, COLLECT_GARBAGE, garbageUuid, now);
  });
}

function configure(
  filling: Filling,
  { uuid }: BackupStorage,
  values: Record<string, string>,
): void {
  const { resourceConfigs } = filling.world.repositories;
  for (const [entry, value] of Object.entries(values)) {
    const [category = '', ...rest] = entry.split('/');
    const name = rest.join('/');
    filling.write(() => {
      checkResourceConfig(filling.world, { category, name, resourceUuid: uuid }, value);
      resourceConfigs.insert({
        uuid: filling.derive('resource-config', `${uuid}/${entry}`),
        category,
        name,
        resourceUuid: uuid,
        resourceType: 'BackupStorageVO',
        value,
        createDate: filling.now,
        lastOpDate: filling.now,
      });
    });
  }
}

function connect(
  filling: Filling,
  { uuid }: { readonly uuid: string },
  operation: string,
  flow: string,
  progress: Progress = 0,
): void {
  if (progress === 'none') return;
  startWork(filling, {
    jobUuid: filling.derive('job', uuid),
    operation,
    flow,
    accountUuid: ADMIN_ACCOUNT_UUID,
    context: { uuid },
    steps: [
      {
        step: 'hear',
        subject: null,
        kind: 'reconnect',
        resourceUuids: [uuid],
        length: momentLength(filling, 'reconnect'),
        percent: progress,
      },
    ],
  });
}
