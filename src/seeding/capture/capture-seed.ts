import { accessKeyOf, accountOf, globalConfigOf, longJobOf } from './accounts.js';
import type { Ask } from './ask-all.js';
import { clusterOf, hostOf } from './clusters.js';
import { readCloud, type Cloud } from './cloud.js';
import { ImageCapture } from './images.js';
import { layersOf } from './layers.js';
import { diskOfferingOf, instanceOfferingOf, l2NetworkOf, l3NetworkOf } from './networks.js';
import { Report } from './report.js';
import { isIn, textOf, uuidOf, wordOf, type Row } from './rows.js';
import { snapshotGroupOf } from './snapshot-groups.js';
import { imageGroupOf } from './image-groups.js';
import { imagePackageOf, packageBytesOn } from './image-packages.js';
import { backupBytesOn, volumeBackupOf } from './volume-backups.js';
import { replicationGroupOf } from './replication-groups.js';
import { sshKeyPairOf } from './ssh-key-pairs.js';
import { securityGroupOf, webhookOf } from './security-groups.js';
import { eipOf, vipOf } from './vips.js';
import { backupStorageOf, primaryStorageOf, zoneOf } from './storages.js';
import { tellOfOtherTags } from './tags.js';
import { tagPatternOf } from './tag-patterns.js';
import { policyOf, userGroupOf, userOf } from './users.js';
import { inOrder, latestOf, snapshotOf, vmOf, volumeOf } from './volumes.js';
import { writeSeed, type Entries } from './write-seed.js';

/** A seed of a running emulator or cloud, and what of it the seed could not carry. */
export interface CapturedSeed {
  /** A text that `loadSeed` takes. */
  readonly text: string;
  /** A sentence for each kind of thing that is missing in it, or was guessed. */
  readonly notCarried: string[];
}

/** What no query tells of any installation. */
const NEVER_TOLD = [
  'passwords of accounts and users: each is `password`',
  'sessions, and jobs that run',
  'what AddImage finds behind urls, and the garbage, faults, clock and pace of an emulator',
  'bandwidth and latency of backup storages, and whether the agents of storages, and hosts, answer',
  'the bytes inside volumes and snapshots, the sizes of a volume when it was snapshotted, and whether guests have virtio drivers',
  'NICs of no VM, times of NICs, ranges and name servers, and how hosts call NICs',
  'uuids of tags, quotas and CD-ROM drives, and the numbers of copies on storages, caches and trash',
  'the order of what was made in one second',
  'times of tags, quotas, owners, sharing and configuration; all other times to the second, taken as UTC',
];

/**
 * Writes a seed of what the query API tells. `ask` GETs a path below `/zstack/v1`, with its query string,
 * and answers the parsed body; it rejects where the other side refuses.
 */
export async function captureSeed(ask: Ask): Promise<CapturedSeed> {
  const report = new Report();
  const cloud = await readCloud(ask, report);
  const text = writeSeed(globalConfigOf(cloud), entriesOf(cloud));
  tellOfOtherTags(cloud);
  return { text, notCarried: [...NEVER_TOLD, ...report.sentences] };
}

function entriesOf(cloud: Cloud): Entries {
  const { storages, given } = layersOf(cloud);
  const layerOf = (uuid: string) => given.get(uuid);
  if (given.size > 0) {
    cloud.report.note('how much of a volume lies in its own layer: dealt out to fit the storage');
  }
  const roots = rootsOf(cloud);
  const images = new ImageCapture(cloud);
  const latest = latestOf(cloud);
  const seenTrees = new Set<string>();
  const captured = cloud.images.map((row) => images.imageOf(row));
  const vips = new Map(cloud.vips.map((row) => [uuidOf(row), vipOf(cloud, row)]));
  const longJobs = cloud.longJobs.map((row) => longJobOf(cloud, row));
  const takenOver = new Set(captured.map(({ longJob }) => longJob?.uuid));
  for (const [i, row] of cloud.longJobs.entries()) {
    if (longJobs[i] !== undefined || takenOver.has(uuidOf(row))) continue;
    cloud.report.note('long jobs that have not ended', textOf(row, 'name') ?? uuidOf(row));
  }
  return {
    urls: [],
    accounts: cloud.accounts.map((row) => accountOf(cloud, row)),
    sessions: [],
    accessKeys: cloud.accessKeys.map((row) => accessKeyOf(cloud, row)),
    tagPatterns: cloud.tagPatterns.map((row) => tagPatternOf(cloud, row)),
    policies: cloud.policies.flatMap((row) => policyOf(cloud, row) ?? []),
    userGroups: cloud.userGroups.map((row) => userGroupOf(cloud, row)),
    users: cloud.users.map((row) => userOf(cloud, row)),
    webhooks: cloud.webhooks.flatMap((row) => webhookOf(cloud, row) ?? []),
    securityGroups: cloud.securityGroups.map((row) => securityGroupOf(cloud, row)),
    zones: cloud.zones.map((row) => zoneOf(cloud, row)),
    clusters: cloud.clusters.flatMap((row) => clusterOf(cloud, row) ?? []),
    hosts: cloud.hosts.flatMap((row) => hostOf(cloud, row) ?? []),
    instanceOfferings: cloud.instanceOfferings.map((row) => instanceOfferingOf(cloud, row)),
    diskOfferings: cloud.diskOfferings.map((row) => diskOfferingOf(cloud, row)),
    l2Networks: cloud.l2Networks.map((row) => l2NetworkOf(cloud, row)),
    l3Networks: cloud.l3Networks.map((row) => l3NetworkOf(cloud, row)),
    primaryStorages: storages.map(({ row, taken }) => primaryStorageOf(cloud, row, taken)),
    backupStorages: cloud.backupStorages.map((row) =>
      backupStorageOf(
        cloud,
        row,
        images.takenOf(uuidOf(row)) +
          backupBytesOn(cloud, uuidOf(row)) +
          packageBytesOn(cloud, uuidOf(row)) +
          trashOn(cloud, uuidOf(row)),
      ),
    ),
    imageReplicationGroups: cloud.imageReplicationGroups.map((row) =>
      replicationGroupOf(cloud, row),
    ),
    vips: [...vips.values()].filter((vip) => vip !== undefined),
    eips: cloud.eips.flatMap((row) => eipOf(cloud, row, vips.get(wordOf(row, 'vipUuid'))) ?? []),
    vmInstances: cloud.vms.flatMap((row) => {
      const root = roots.get(uuidOf(row));
      return root ? [vmOf(cloud, row, root, layerOf(uuidOf(root)))] : [];
    }),
    volumes: cloud.volumes
      .filter((row) => roots.get(wordOf(row, 'vmInstanceUuid')) !== row)
      .map((row) => volumeOf(cloud, row, layerOf(uuidOf(row)))),
    snapshots: inOrder(cloud.snapshots).map((row) => snapshotOf(cloud, row, latest, seenTrees)),
    volumeBackups: cloud.volumeBackups.map((row) => volumeBackupOf(cloud, row)),
    imagePackages: cloud.imagePackages.map((row) => imagePackageOf(cloud, row)),
    snapshotGroups: cloud.snapshotGroups.map((row) => snapshotGroupOf(cloud, row)),
    images: captured,
    imageGroups: cloud.imageGroups.map((row) => imageGroupOf(cloud, row)),
    sshKeyPairs: cloud.sshKeyPairs.map((row) => sshKeyPairOf(cloud, row)),
    longJobs: longJobs.filter((job) => job !== undefined),
  };
}

/** Root volumes by the uuids of their VMs. */
const rootsOf = ({ vms, volumes }: Cloud): Map<string, Row> => {
  const known = new Set(vms.map((vm) => uuidOf(vm)));
  return new Map(
    volumes
      .filter((row) => textOf(row, 'type') === 'Root' && isIn(known, row, 'vmInstanceUuid'))
      .map((row) => [wordOf(row, 'vmInstanceUuid'), row]),
  );
};

const trashOn = ({ trash }: Cloud, uuid: string): number =>
  (trash.get(uuid) ?? []).reduce(
    (total, row) => total + (typeof row['size'] === 'number' ? row['size'] : 0),
    0,
  );
