import {
  BACKUP_STORAGE_STATES,
  BACKUP_STORAGE_STATUSES,
  BACKUP_STORAGE_TYPES,
} from '../../domain/backup-storage/backup-storage.js';
import { CEPH_POOL_TYPES } from '../../domain/ceph/ceph.js';
import { isMonUrl } from '../../domain/ceph/mon-url.js';
import { MEDIA_TYPES } from '../../domain/image/image.js';
import {
  PRIMARY_STORAGE_STATES,
  PRIMARY_STORAGE_STATUSES,
  PRIMARY_STORAGE_TYPES,
} from '../../domain/primary-storage/primary-storage.js';
import { TRASH_TYPES } from '../../domain/trash/trash.js';
import { ZONE_STATES } from '../../domain/zone/zone.js';
import type { Cloud } from './cloud.js';
import {
  datesOf,
  flagOf,
  numberOf,
  rowsOf,
  textOf,
  textsOf,
  timeOf,
  uuidOf,
  wordOf,
  type Row,
} from './rows.js';
import { tagsOf } from './tags.js';

export function zoneOf(cloud: Cloud, row: Row) {
  const naming = cloud.keys.naming('zone', row);
  return {
    ...naming,
    state: cloud.report.oneOf(
      'states of zones',
      textOf(row, 'state'),
      ZONE_STATES,
      'Enabled',
      naming.name,
    ),
    isDefault: flagOf(row, 'isDefault'),
    ...tagsOf(cloud, 'ZoneVO', naming.uuid),
    ...datesOf(row),
  };
}

/** Bytes that what is captured takes of a storage. */
export interface Taken {
  readonly virtual: number;
  readonly physical: number;
}

export function primaryStorageOf(cloud: Cloud, row: Row, taken: Taken) {
  const { keys, report } = cloud;
  const naming = keys.naming('primary-storage', row);
  const say = (field: string) => textOf(row, field);
  const type = report.oneOf(
    'types of primary storages',
    say('type'),
    PRIMARY_STORAGE_TYPES,
    'SharedMountPoint',
    naming.name,
  );
  const capacity = capacityOf(cloud, naming.name, row, taken);
  return {
    ...naming,
    zone: keys.of('zone', say('zoneUuid')),
    type,
    url: wordOf(row, 'url'),
    mountPath: say('mountPath'),
    fsid: say('fsid'),
    monUrls: monUrlsOf(row),
    state: report.oneOf(
      'states of primary storages',
      say('state'),
      PRIMARY_STORAGE_STATES,
      'Enabled',
      naming.name,
    ),
    status: report.oneOf(
      'statuses of primary storages',
      say('status'),
      PRIMARY_STORAGE_STATUSES,
      'Connected',
      naming.name,
    ),
    progress: say('status') === 'Connecting' ? 'none' : undefined,
    ...capacity,
    clusterUuids: textsOf(row, 'attachedClusterUuids').map((uuid) => keys.orUuid('cluster', uuid)),
    pools: poolsOf(row),
    imageCaches: (cloud.caches.get(naming.uuid) ?? []).map((cache) => cacheOf(cloud, cache)),
    trash: (cloud.trash.get(naming.uuid) ?? []).map((item) => ({
      resourceUuid: wordOf(item, 'resourceUuid'),
      resourceType: textOf(item, 'resourceType') ?? 'VolumeVO',
      host: keys.of('host', textOf(item, 'hostUuid')),
      trashType: report.oneOf(
        'types of trash',
        textOf(item, 'trashType'),
        TRASH_TYPES,
        'RevertVolume',
        wordOf(item, 'installPath'),
      ),
      ...trashOf(item),
    })),
    ...tagsOf(cloud, 'PrimaryStorageVO', naming.uuid),
    ...datesOf(row),
  };
}

/** What is in use that nothing captured takes. A cloud may promise more than it has: the emulator not. */
function capacityOf({ report }: Cloud, name: string, row: Row, taken: Taken) {
  const total = numberOf(row, 'totalCapacity');
  const physicalTotal = numberOf(row, 'totalPhysicalCapacity') || total;
  const wanted = total - numberOf(row, 'availableCapacity') - taken.virtual;
  const systemUsedCapacity = Math.max(0, wanted);
  const totalCapacity = Math.max(total, systemUsedCapacity + taken.virtual);
  const totalPhysicalCapacity = Math.max(physicalTotal, systemUsedCapacity + taken.physical);
  if (wanted < 0 || totalCapacity !== total || totalPhysicalCapacity !== physicalTotal) {
    report.note('availableCapacity of primary storages that does not add up', name);
  }
  return {
    totalCapacity,
    totalPhysicalCapacity:
      totalPhysicalCapacity === totalCapacity ? undefined : totalPhysicalCapacity,
    systemUsedCapacity,
  };
}

function cacheOf({ keys, report }: Cloud, row: Row) {
  const uuid = wordOf(row, 'imageUuid');
  return {
    image: keys.orUuid('image', uuid),
    size: numberOf(row, 'size'),
    mediaType: report.oneOf(
      'kinds of caches',
      textOf(row, 'mediaType'),
      MEDIA_TYPES,
      'RootVolumeTemplate',
      uuid,
    ),
    installUrl: textOf(row, 'installUrl') ?? undefined,
    ...datesOf(row),
  };
}

const trashOf = (row: Row) => ({
  installPath: wordOf(row, 'installPath'),
  size: numberOf(row, 'size'),
  isFolder: flagOf(row, 'isFolder'),
  createDate: timeOf(row, 'createDate'),
});

export function backupStorageOf(cloud: Cloud, row: Row, taken: number) {
  const { keys, report } = cloud;
  const naming = keys.naming('backup-storage', row);
  const say = (field: string) => textOf(row, field);
  const total = numberOf(row, 'totalCapacity');
  const wanted = total - numberOf(row, 'availableCapacity') - taken;
  if (wanted < 0)
    report.note('availableCapacity of backup storages that does not add up', naming.name);
  const systemUsedCapacity = Math.max(0, wanted);
  return {
    ...naming,
    zones: textsOf(row, 'attachedZoneUuids')
      .map((uuid) => keys.of('zone', uuid))
      .filter((zone) => zone !== undefined),
    type: report.oneOf(
      'types of backup storages',
      say('type'),
      BACKUP_STORAGE_TYPES,
      'ImageStoreBackupStorage',
      naming.name,
    ),
    url: wordOf(row, 'url'),
    hostname: say('hostname'),
    username: say('username'),
    sshPort: numberOf(row, 'sshPort') || null,
    fsid: say('fsid'),
    poolName: say('poolName'),
    monUrls: monUrlsOf(row),
    state: report.oneOf(
      'states of backup storages',
      say('state'),
      BACKUP_STORAGE_STATES,
      'Enabled',
      naming.name,
    ),
    status: report.oneOf(
      'statuses of backup storages',
      say('status'),
      BACKUP_STORAGE_STATUSES,
      'Connected',
      naming.name,
    ),
    progress: say('status') === 'Connecting' ? 'none' : undefined,
    totalCapacity: Math.max(total, systemUsedCapacity + taken),
    systemUsedCapacity,
    config: configOf(cloud, naming.uuid),
    trash: (cloud.trash.get(naming.uuid) ?? []).map((item) => ({
      imageUuid: wordOf(item, 'resourceUuid'),
      ...trashOf(item),
    })),
    ...tagsOf(cloud, 'BackupStorageVO', naming.uuid),
    ...datesOf(row),
  };
}

function configOf({ resourceConfigs, report }: Cloud, uuid: string): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const row of resourceConfigs.get(uuid) ?? []) {
    const entry = `${textOf(row, 'category')}/${textOf(row, 'name')}`;
    if (entry === 'backupStorage/reservedCapacity') kept[entry] = wordOf(row, 'value');
    else report.note('configuration of resources that the emulator does not read', entry);
  }
  return kept;
}

function poolsOf(row: Row) {
  return rowsOf(row, 'pools').flatMap((pool) => {
    const [name, type] = [textOf(pool, 'poolName'), textOf(pool, 'type')];
    const known = CEPH_POOL_TYPES.find((one) => one === type);
    if (name === null || known === undefined) return [];
    return [
      {
        name,
        type: known,
        uuid: uuidOf(pool),
        aliasName: textOf(pool, 'aliasName'),
        description: textOf(pool, 'description'),
      },
    ];
  });
}

/** Addresses of monitors; their passwords are nobody's business. */
function monUrlsOf(row: Row): string[] | null {
  const urls = rowsOf(row, 'mons')
    .map((mon) => {
      const [user = 'root', host = uuidOf(mon)] = ['sshUsername', 'hostname'].map(
        (field) => textOf(mon, field) ?? undefined,
      );
      const ports = [numberOf(mon, 'sshPort') || 22, numberOf(mon, 'monPort') || 6789];
      return `${user}:unknown@${host}:${ports[0]}/?monPort=${ports[1]}`;
    })
    .filter((url) => isMonUrl(url));
  return urls.length === 0 ? null : urls;
}
