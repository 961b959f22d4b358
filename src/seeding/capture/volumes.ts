import { ARCHITECTURES, IMAGE_FORMATS, PLATFORMS } from '../../domain/image/image.js';
import { VM_STATES } from '../../domain/vm-instance/vm-instance.js';
import { SNAPSHOT_STATES } from '../../domain/volume-snapshot/volume-snapshot.js';
import { VOLUME_STATES, VOLUME_STATUSES } from '../../domain/volume/volume.js';
import type { Cloud } from './cloud.js';
import { ownerOf, sharedWith } from './common.js';
import {
  datesOf,
  flagOf,
  numberOf,
  rowsOf,
  textOf,
  timeOf,
  uuidOf,
  wordOf,
  type Row,
} from './rows.js';
import { nicsOf } from './networks.js';
import { tagsOf } from './tags.js';

/** States of a VM whose volumes have left it, or wait for their end. */
const GOING = ['Destroying', 'Destroyed', 'Expunging'];
const MOST_DRIVES = 3;

export function vmOf(cloud: Cloud, row: Row, root: Row, layerSize: number | undefined) {
  const { keys, report } = cloud;
  const naming = keys.naming('vm-instance', row);
  const say = (field: string) => textOf(row, field);
  const image = say('imageUuid');
  const state = report.oneOf('states of VMs', say('state'), VM_STATES, 'Unknown', naming.name);
  const volume = anyVolume(cloud, root, layerSize, naming.uuid);
  const isGone = volume.status === 'Deleted';
  if (isGone !== GOING.includes(state)) {
    report.note('statuses of root volumes that do not fit the state of their VM', naming.name);
  }
  return {
    ...naming,
    account: ownerOf(cloud, naming.uuid),
    sharedWith: sharedWith(cloud, naming.uuid),
    zone: keys.of('zone', say('zoneUuid')),
    clusterUuid: keys.orUuid('cluster', say('clusterUuid')),
    hostUuid: keys.orUuid('host', say('hostUuid')),
    lastHostUuid: keys.orUuid('host', say('lastHostUuid')),
    instanceOfferingUuid: keys.orUuid('instance-offering', say('instanceOfferingUuid')),
    defaultL3NetworkUuid: keys.orUuid('l3-network', say('defaultL3NetworkUuid')),
    nics: nicsOf(cloud, row),
    image: keys.orUuid('image', image),
    platform: report.oneOf('platforms of VMs', say('platform'), PLATFORMS, 'Other', naming.name),
    architecture: report.oneOf(
      'architectures of VMs',
      say('architecture'),
      ARCHITECTURES,
      'x86_64',
      naming.name,
    ),
    guestOsType: say('guestOsType') ?? 'Linux',
    memory: numberOf(row, 'memorySize'),
    reservedMemory: numberOf(row, 'reservedMemorySize'),
    cpuNum: Math.min(Math.max(numberOf(row, 'cpuNum'), 1), 1024),
    state,
    cdRoms: drivesOf(cloud, row),
    rootVolume: {
      ...volume,
      status: undefined,
      // Without a word it is of the image of its VM.
      image: volume.image ?? (image === null ? undefined : null),
      ...vmsOfVolume(cloud, root),
    },
    ...tagsOf(cloud, 'VmInstanceVO', naming.uuid),
    ...datesOf(row),
  };
}

/** What is as usual of a drive is not told. */
function drivesOf(cloud: Cloud, row: Row) {
  const { report } = cloud;
  const drives = rowsOf(row, 'vmCdRoms').toSorted(
    (a, b) => numberOf(a, 'deviceId') - numberOf(b, 'deviceId'),
  );
  if (drives.length > MOST_DRIVES) report.note('CD-ROM drives beyond the third', uuidOf(row));
  return drives.slice(0, MOST_DRIVES).map((drive, i) => {
    const iso = isoIn(cloud, drive);
    const name = textOf(drive, 'name');
    const description = textOf(drive, 'description');
    const deviceId = numberOf(drive, 'deviceId');
    const isUsual =
      (name === null || name === `vm-${uuidOf(row)}-cdRom`) &&
      description === null &&
      deviceId === i;
    if (isUsual) return iso;
    return { iso, name: name ?? undefined, description, deviceId };
  });
}

function isoIn({ keys, byUuid, report }: Cloud, drive: Row): string | null {
  const iso = textOf(drive, 'isoUuid');
  if (iso === null) return null;
  if (textOf(byUuid.get(iso) ?? {}, 'mediaType') === 'ISO') return keys.of('image', iso) ?? null;
  report.note('ISOs in drives that are no ISO', iso);
  return null;
}

export function volumeOf(cloud: Cloud, row: Row, layerSize: number | undefined) {
  const { keys, byUuid, report } = cloud;
  const volume = anyVolume(cloud, row, layerSize);
  const vmUuid = textOf(row, 'vmInstanceUuid');
  const vm = byUuid.get(vmUuid ?? '');
  const isGone = volume.status === 'Deleted' || volume.status === 'NotInstantiated';
  const isAttached = vm !== undefined && !isGone && !GOING.includes(wordOf(vm, 'state'));
  if (vmUuid !== null && !isAttached) {
    report.note('VMs of volumes that cannot be attached', volume.name);
  }
  return {
    ...volume,
    account: ownerOf(cloud, volume.uuid),
    sharedWith: sharedWith(cloud, volume.uuid),
    type: textOf(row, 'type') === 'Root' ? 'Root' : 'Data',
    vmInstance: isAttached ? keys.of('vm-instance', vmUuid) : null,
    deviceId: isAttached && typeof row['deviceId'] === 'number' ? row['deviceId'] : undefined,
    isShareable: flagOf(row, 'isShareable'),
    volumeQos: textOf(row, 'volumeQos'),
    ...vmsOfVolume(cloud, row),
    // Without a word it has come to its VM when it was made.
    lastAttachDate: timeOf(row, 'lastAttachDate') ?? (isAttached ? null : undefined),
  };
}

/** When a volume came to a VM and left one. */
function vmsOfVolume({ keys }: Cloud, row: Row) {
  return {
    lastAttachDate: timeOf(row, 'lastAttachDate'),
    lastDetachDate: timeOf(row, 'lastDetachDate'),
    lastVmInstance: keys.orUuid('vm-instance', textOf(row, 'lastVmInstanceUuid')) ?? undefined,
  };
}

/** `owned`: the uuid of what says whose it is; a root volume belongs to the account of its VM. */
function anyVolume(cloud: Cloud, row: Row, layerSize: number | undefined, owned = uuidOf(row)) {
  const { keys, report } = cloud;
  const naming = keys.naming('volume', row);
  const status = report.oneOf(
    'statuses of volumes',
    textOf(row, 'status'),
    VOLUME_STATUSES,
    'Ready',
    naming.name,
  );
  const isNowhere = status === 'NotInstantiated';
  const format = textOf(row, 'format');
  return {
    ...naming,
    primaryStorage: isNowhere
      ? undefined
      : keys.of('primary-storage', textOf(row, 'primaryStorageUuid')),
    host: keys.of('host', cloud.localHosts.get(naming.uuid) ?? null),
    image: keys.orUuid('image', textOf(row, 'rootImageUuid')) ?? undefined,
    format:
      isNowhere || format === null
        ? undefined
        : report.oneOf('formats of volumes', format, IMAGE_FORMATS, 'qcow2', naming.name),
    size: numberOf(row, 'size'),
    actualSize: isNowhere ? 0 : numberOf(row, 'actualSize'),
    layerSize,
    state: report.oneOf(
      'states of volumes',
      textOf(row, 'state'),
      VOLUME_STATES,
      'Enabled',
      naming.name,
    ),
    status,
    installPath: textOf(row, 'installPath') ?? undefined,
    diskOfferingUuid: keys.orUuid('disk-offering', textOf(row, 'diskOfferingUuid')),
    ...tagsOf(cloud, 'VolumeVO', naming.uuid, owned),
    ...datesOf(row),
  };
}

/** Snapshots in the order in which they follow on each other. */
export function inOrder(snapshots: readonly Row[]): Row[] {
  const known = new Map(snapshots.map((row) => [uuidOf(row), row]));
  const depthOf = (row: Row): number => {
    let depth = 0;
    for (let at: Row | undefined = row; at && depth <= known.size; depth++) {
      at = known.get(wordOf(at, 'parentUuid'));
    }
    return depth;
  };
  const depths = new Map(snapshots.map((row) => [row, depthOf(row)]));
  return snapshots.toSorted((a, b) => (depths.get(a) ?? 0) - (depths.get(b) ?? 0));
}

/** The snapshot that each volume follows on, by the volume's uuid. */
export function latestOf({ snapshots, trees, report }: Cloud): Map<string, Row> {
  const found = new Map<string, Row>();
  const treeOf = (row: Row) => wordOf(row, 'treeUuid');
  const isCurrent = (row: Row) => flagOf(trees.get(treeOf(row)) ?? {}, 'current');
  const lastOfTree = new Map(inOrder(snapshots).map((row) => [treeOf(row), row]));
  for (const row of snapshots) {
    if (!flagOf(row, 'latest')) continue;
    const volume = wordOf(row, 'volumeUuid');
    const other = found.get(volume);
    const left = other && isCurrent(row) ? other : other ? row : undefined;
    // Of a tree that the volume has left a seed takes the last one.
    if (left && lastOfTree.get(treeOf(left)) !== left) {
      report.note('snapshots that are the latest of a tree that is not current', volume);
    }
    if (!other || isCurrent(row)) found.set(volume, row);
  }
  return found;
}

export function snapshotOf(
  cloud: Cloud,
  row: Row,
  latest: ReadonlyMap<string, Row>,
  seenTrees: Set<string>,
) {
  const { keys, report } = cloud;
  const naming = keys.naming('volume-snapshot', row);
  const parent = keys.of('volume-snapshot', textOf(row, 'parentUuid')) ?? null;
  const tree = wordOf(row, 'treeUuid');
  const isFollowed = latest.get(wordOf(row, 'volumeUuid')) === row;
  const beginsTree = parent === null && !seenTrees.has(tree);
  seenTrees.add(tree);
  return {
    ...naming,
    account: ownerOf(cloud, naming.uuid),
    sharedWith: sharedWith(cloud, naming.uuid),
    volume: keys.of('volume', textOf(row, 'volumeUuid')),
    parent,
    treeUuid: beginsTree ? (textOf(row, 'treeUuid') ?? undefined) : undefined,
    latest: isFollowed || !flagOf(row, 'latest') ? isFollowed : undefined,
    size: numberOf(row, 'size'),
    state: report.oneOf(
      'states of snapshots',
      textOf(row, 'state'),
      SNAPSHOT_STATES,
      'Enabled',
      naming.name,
    ),
    status: textOf(row, 'status'),
    installPath: textOf(row, 'primaryStorageInstallPath') ?? undefined,
    // A full snapshot that begins a tree after others: its parent, none, does not say so.
    distance: beginsTree && row['distance'] === 0 ? 0 : undefined,
    ...tagsOf(cloud, 'VolumeSnapshotVO', naming.uuid),
    ...datesOf(row),
  };
}
