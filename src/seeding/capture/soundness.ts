import { ADMIN_ACCOUNT_UUID } from '../../domain/account/account.js';
import { isColor, isTokenFormat } from '../../domain/tag/tag-pattern.js';
import { tagPattern } from '../schema/tag-patterns.js';
import { isIn, listOf, rowsOf, textOf, uuidOf, wordOf, type Row } from './rows.js';
import type { Report } from './report.js';

interface Rows {
  readonly zones: readonly Row[];
  readonly l2Networks: readonly Row[];
  readonly l3Networks: readonly Row[];
  readonly primaryStorages: readonly Row[];
  readonly backupStorages: readonly Row[];
  readonly vms: readonly Row[];
  readonly volumes: readonly Row[];
  readonly snapshots: readonly Row[];
  readonly snapshotGroups: readonly Row[];
  readonly volumeBackups: readonly Row[];
  readonly imagePackages: readonly Row[];
  readonly images: readonly Row[];
  readonly imageGroups: readonly Row[];
  readonly imagesOfGroups: ReadonlyMap<string, readonly Row[]>;
  readonly tagPatterns: readonly Row[];
  readonly accounts: readonly Row[];
  readonly owners: ReadonlyMap<string, string>;
}

const uuidsOf = (rows: readonly Row[]) => new Set(rows.map((row) => uuidOf(row)));

/** Leaves out what hangs on something that was not told, and what no world of the emulator has. */
export function withoutWhatCannotBe<R extends Rows>(cloud: R, report: Report): R {
  const keep = (rows: readonly Row[], what: string, isSound: (row: Row) => boolean): Row[] =>
    rows.filter((row) => {
      if (isSound(row)) return true;
      report.note(what, textOf(row, 'name') ?? uuidOf(row));
      return false;
    });
  const zones = uuidsOf(cloud.zones);
  const l2Networks = keep(
    cloud.l2Networks,
    'L2 networks of other types, or of no zone',
    (row) => isIn(zones, row, 'zoneUuid') && /^L2(No)?VlanNetwork$/.test(wordOf(row, 'type')),
  );
  const l2s = uuidsOf(l2Networks);
  const l3Networks = keep(cloud.l3Networks, 'L3 networks of no L2 network', (row) =>
    isIn(l2s, row, 'l2NetworkUuid'),
  );
  const primaryStorages = keep(cloud.primaryStorages, 'primary storages of no zone', (row) =>
    isIn(zones, row, 'zoneUuid'),
  );
  const primaries = uuidsOf(primaryStorages);
  const ofVms = keep(
    cloud.volumes,
    'root volumes of no VM, which are made to go into others',
    (row) => textOf(row, 'type') !== 'Root' || textOf(row, 'vmInstanceUuid') !== null,
  );
  const volumes = keep(ofVms, 'volumes that lie nowhere', (row) => {
    const needsNoPlace = ['NotInstantiated', 'Creating', 'Deleted'].includes(wordOf(row, 'status'));
    return needsNoPlace || isIn(primaries, row, 'primaryStorageUuid');
  });
  const withRoot = new Set(
    volumes
      .filter((row) => textOf(row, 'type') === 'Root')
      .map((row) => textOf(row, 'vmInstanceUuid')),
  );
  const vms = keep(
    cloud.vms,
    'VMs without a root volume or a zone',
    (row) => withRoot.has(uuidOf(row)) && isIn(zones, row, 'zoneUuid'),
  );
  const placed = uuidsOf(volumes.filter((row) => isIn(primaries, row, 'primaryStorageUuid')));
  const snapshots = keep(
    cloud.snapshots,
    'snapshots of volumes that are gone, or that are being deleted',
    (row) => isIn(placed, row, 'volumeUuid') && /^(Ready|Creating)$/.test(wordOf(row, 'status')),
  );
  const present = uuidsOf(snapshots.filter((row) => textOf(row, 'status') === 'Ready'));
  const machines = uuidsOf(vms);
  const isWhole = (ref: Row) =>
    ref['snapshotDeleted'] === true
      ? textOf(ref, 'volumeType') === 'Data'
      : /^(Root|Data)$/.test(wordOf(ref, 'volumeType')) && isIn(present, ref, 'volumeSnapshotUuid');
  const snapshotGroups = keep(
    cloud.snapshotGroups,
    'groups of snapshots of VMs, or with snapshots, that are not there',
    (row) =>
      isIn(machines, row, 'vmInstanceUuid') && rowsOf(row, 'volumeSnapshotRefs').every(isWhole),
  );
  const backups = uuidsOf(cloud.backupStorages);
  const volumeBackups = keep(
    cloud.volumeBackups,
    'backups of volumes that are not Ready, or on storages that are not there',
    (row) => {
      const refs = rowsOf(row, 'backupStorageRefs');
      return (
        textOf(row, 'status') === 'Ready' &&
        refs.length > 0 &&
        refs.every((ref) => isIn(backups, ref, 'backupStorageUuid'))
      );
    },
  );
  const imageGroups = keep(
    cloud.imageGroups,
    'groups of images that are not Ready, or have none',
    (row) => textOf(row, 'status') === 'Ready' && cloud.imagesOfGroups.has(uuidOf(row)),
  );
  const imagePackages = keep(
    cloud.imagePackages.map((row) => ({
      ...row,
      vmUuid: isIn(machines, row, 'vmUuid') ? row['vmUuid'] : null,
    })),
    'packages of VMs that are not Exported, or on storages that are not there',
    (row) => textOf(row, 'state') === 'Exported' && isIn(backups, row, 'backupStorageUuid'),
  );
  const images = keep(
    cloud.images.map((row) => ({
      ...row,
      backupStorageRefs: rowsOf(row, 'backupStorageRefs').filter((ref) =>
        isIn(backups, ref, 'backupStorageUuid'),
      ),
    })),
    'images on no backup storage',
    (row) => listOf(row, 'backupStorageRefs').length > 0,
  );
  const accounts = uuidsOf(cloud.accounts);
  const seen = new Set<string>();
  const tagPatterns = keep(
    cloud.tagPatterns,
    'tag patterns that the emulator cannot have',
    (row) => {
      const owner = cloud.owners.get(uuidOf(row)) ?? '';
      const identity = patternIdentity(row, accounts.has(owner) ? owner : ADMIN_ACCOUNT_UUID);
      const isSound = isPattern(row) && !seen.has(identity);
      seen.add(identity);
      return isSound;
    },
  );
  return {
    ...cloud,
    l2Networks,
    l3Networks,
    primaryStorages,
    volumes,
    vms,
    snapshots,
    snapshotGroups,
    volumeBackups,
    imageGroups,
    imagePackages,
    images,
    tagPatterns,
  };
}

function isPattern(row: Row): boolean {
  const [color, type, value] = ['color', 'type', 'value'].map((field) => textOf(row, field));
  const { name, value: text } = tagPattern.shape;
  if (![name.safeParse(row['name']), text.safeParse(value)].every(({ success }) => success)) {
    return false;
  }
  if (color !== null && color !== undefined && !isColor(color)) return false;
  return type === 'simple' || (type === 'withToken' && isTokenFormat(value ?? ''));
}

/** What an account has once. */
const patternIdentity = (row: Row, owner: string): string =>
  JSON.stringify([
    owner,
    textOf(row, 'name'),
    textOf(row, 'color')?.toLowerCase(),
    textOf(row, 'type'),
  ]);
