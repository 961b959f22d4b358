import { askAll, askIfKnown, type Ask } from './ask-all.js';
import { Keys } from './keys.js';
import type { Report } from './report.js';
import { withoutWhatCannotBe } from './soundness.js';
import { defaultPoliciesAmong, readMemberships, type Memberships } from './memberships.js';
import { groupBy, inventoriesOf, textOf, uuidOf, wordOf, type Row } from './rows.js';

/** Everything that the query API told, and how the seed is to call it. */
export interface Cloud {
  readonly zones: readonly Row[];
  readonly clusters: readonly Row[];
  readonly hosts: readonly Row[];
  readonly instanceOfferings: readonly Row[];
  readonly diskOfferings: readonly Row[];
  readonly l2Networks: readonly Row[];
  readonly l3Networks: readonly Row[];
  readonly vips: readonly Row[];
  readonly eips: readonly Row[];
  /** Uuids of ranges that are address pools. */
  readonly pools: ReadonlySet<string>;
  /** Types of the providers of services, by their uuids. */
  readonly providers: ReadonlyMap<string, string>;
  /** Uuids of the hosts of local volumes, by the volumes' uuids. */
  readonly localHosts: ReadonlyMap<string, string>;
  readonly primaryStorages: readonly Row[];
  readonly backupStorages: readonly Row[];
  readonly vms: readonly Row[];
  readonly volumes: readonly Row[];
  readonly snapshots: readonly Row[];
  readonly snapshotGroups: readonly Row[];
  readonly volumeBackups: readonly Row[];
  readonly imagePackages: readonly Row[];
  readonly imageReplicationGroups: readonly Row[];
  readonly trees: ReadonlyMap<string, Row>;
  readonly images: readonly Row[];
  readonly imageGroups: readonly Row[];
  /** Refs by the uuids of their groups. */
  readonly imagesOfGroups: ReadonlyMap<string, readonly Row[]>;
  readonly accounts: readonly Row[];
  readonly accessKeys: readonly Row[];
  readonly tagPatterns: readonly Row[];
  readonly policies: readonly Row[];
  readonly userGroups: readonly Row[];
  readonly users: readonly Row[];
  readonly memberships: Memberships;
  /** Uuids of the policies that accounts have by themselves. */
  readonly defaultPolicies: ReadonlySet<string>;
  readonly webhooks: readonly Row[];
  readonly securityGroups: readonly Row[];
  /** By the uuids of NICs. */
  readonly nicGroups: ReadonlyMap<string, readonly Row[]>;
  readonly nicPolicies: ReadonlyMap<string, readonly Row[]>;
  readonly globalConfigs: readonly Row[];
  readonly longJobs: readonly Row[];
  /** Which VMs have them is told by no query. */
  readonly sshKeyPairs: readonly Row[];
  /** By the uuid of the storage, of the account, or of the resource. */
  readonly caches: ReadonlyMap<string, readonly Row[]>;
  readonly trash: ReadonlyMap<string, readonly Row[]>;
  readonly quotas: ReadonlyMap<string, readonly Row[]>;
  readonly owners: ReadonlyMap<string, string>;
  readonly shared: ReadonlyMap<string, readonly Row[]>;
  readonly systemTags: ReadonlyMap<string, readonly Row[]>;
  readonly userTags: ReadonlyMap<string, readonly Row[]>;
  /** Whose tags were asked for: the others have nowhere to stand in a seed. */
  readonly asked: Set<string>;
  readonly resourceConfigs: ReadonlyMap<string, readonly Row[]>;
  /** Storages, VMs, volumes, images, accounts and tag patterns by their uuids. */
  readonly byUuid: ReadonlyMap<string, Row>;
  readonly keys: Keys;
  readonly report: Report;
}

export async function readCloud(ask: Ask, report: Report): Promise<Cloud> {
  const optional = (what: string, path: string, sort?: string) =>
    askIfKnown(ask, report, what, path, sort);
  const zones = await askAll(ask, '/zones');
  const storages = withDetails(
    await askAll(ask, '/primary-storage'),
    await optional('details of Ceph primary storages', '/primary-storage/ceph'),
  );
  const servers = withDetails(await askAll(ask, '/backup-storage'), [
    ...(await optional('details of Sftp backup storages', '/backup-storage/sftp')),
    ...(await optional('details of ImageStore backup storages', '/backup-storage/image-store')),
    ...(await optional('details of Ceph backup storages', '/backup-storage/ceph')),
  ]);
  const clusters = await optional('clusters', '/clusters');
  const hosts = await optional('hosts', '/hosts');
  const localRefs = await optional(
    'hosts of local volumes',
    '/primary-storage/local-storage/resource-refs',
    'resourceUuid',
  );
  const machines = await askAll(ask, '/vm-instances');
  const disks = await askAll(ask, '/volumes');
  const snapshots = await optional('snapshots', '/volume-snapshots');
  const trees = await optional('trees of snapshots', '/volume-snapshots/trees');
  const pictures = await askAll(ask, '/images');
  const accounts = await askAll(ask, '/accounts');
  const policies = await optional('policies', '/accounts/policies');
  const userGroups = await optional('groups of users', '/accounts/groups');
  const users = await optional('users', '/accounts/users');
  const owners = await optional('owners', '/accounts/resources/refs', 'resourceUuid');
  const cloud = {
    zones,
    clusters,
    hosts,
    instanceOfferings: await optional('instance offerings', '/instance-offerings'),
    diskOfferings: await optional('disk offerings', '/disk-offerings'),
    l2Networks: withDetails(
      await optional('L2 networks', '/l2-networks'),
      await optional('VLANs', '/l2-networks/vlan'),
    ),
    l3Networks: await optional('L3 networks', '/l3-networks'),
    vips: await optional('VIPs', '/vips'),
    eips: await optional('EIPs', '/eips'),
    pools: new Set(
      (await optional('address pools', '/l3-networks/address-pools')).map((row) => uuidOf(row)),
    ),
    providers: new Map(
      (await optional('providers of services', '/network-services/providers')).map((row) => [
        uuidOf(row),
        wordOf(row, 'type'),
      ]),
    ),
    localHosts: new Map(
      localRefs
        .filter((ref) => textOf(ref, 'resourceType') === 'VolumeVO')
        .map((ref) => [wordOf(ref, 'resourceUuid'), wordOf(ref, 'hostUuid')]),
    ),
    primaryStorages: storages,
    backupStorages: servers,
    vms: machines,
    volumes: disks,
    snapshots,
    imageReplicationGroups: await optional('replication groups', '/image-replication-groups'),
    volumeBackups: await optional('backups of volumes', '/volume-backups'),
    imagePackages: await optional('packages of VMs', '/image-packages'),
    snapshotGroups: await optional('groups of snapshots', '/volume-snapshots/group'),
    trees: new Map(trees.map((tree) => [uuidOf(tree), tree])),
    images: pictures,
    imageGroups: await optional('groups of images', '/imagegroups'),
    imagesOfGroups: groupBy(
      await optional('images of groups', '/imagegrouprefs', 'imageUuid'),
      'imageGroupUuid',
    ),
    accounts,
    accessKeys: await optional('access keys', '/accesskeys'),
    tagPatterns: await optional('tag patterns', '/tags'),
    sshKeyPairs: await optional('SSH key pairs', '/ssh-key-pair'),
    policies,
    userGroups,
    users,
    memberships: await readMemberships(ask, users, userGroups, policies),
    defaultPolicies: defaultPoliciesAmong(policies),
    webhooks: await optional('web hooks', '/web-hooks'),
    securityGroups: await optional('security groups', '/security-groups'),
    nicGroups: groupBy(
      await optional('NICs in groups', '/security-groups/vm-instances/nics', 'vmNicUuid'),
      'vmNicUuid',
    ),
    nicPolicies: groupBy(
      await optional('policies of NICs', '/security-groups/nics/security-policy', 'vmNicUuid'),
      'vmNicUuid',
    ),
    globalConfigs: await optional('global configuration', '/global-configurations', 'name'),
    longJobs: await optional('long jobs', '/longjobs'),
    caches: groupBy(
      await optional('image caches', '/primary-storage/imagecache', 'id'),
      'primaryStorageUuid',
    ),
    trash: await trashOf(ask, report, [
      ...storages.map((storage) => ['primary-storage', uuidOf(storage)] as const),
      ...servers.map((storage) => ['backup-storage', uuidOf(storage)] as const),
    ]),
    quotas: groupBy(await optional('quotas', '/accounts/quotas'), 'identityUuid'),
    owners: new Map(owners.map((ref) => [wordOf(ref, 'resourceUuid'), wordOf(ref, 'accountUuid')])),
    shared: groupBy(
      await optional('sharing', '/accounts/resources', 'resourceUuid'),
      'resourceUuid',
    ),
    systemTags: groupBy(await optional('system tags', '/system-tags'), 'resourceUuid'),
    userTags: groupBy(await optional('user tags', '/user-tags'), 'resourceUuid'),
    asked: new Set<string>(),
    resourceConfigs: groupBy(
      await optional('configuration of resources', '/resource-configurations'),
      'resourceUuid',
    ),
    report,
  };
  const sound = withoutWhatCannotBe(cloud, report);
  const { primaryStorages, backupStorages, vms, volumes, images, tagPatterns } = sound;
  const all = [primaryStorages, backupStorages, vms, volumes, images, accounts, tagPatterns].flat();
  const byUuid = new Map(all.map((row) => [uuidOf(row), row]));
  return { ...sound, byUuid, keys: new Keys(sound) };
}

/** Rows with the fields that only the query of their type tells. */
function withDetails(rows: readonly Row[], details: readonly Row[]): Row[] {
  const known = new Map(details.map((row) => [uuidOf(row), row]));
  return rows.map((row) => ({ ...row, ...known.get(uuidOf(row)) }));
}

async function trashOf(
  ask: Ask,
  report: Report,
  storages: readonly (readonly [path: string, uuid: string])[],
): Promise<Map<string, Row[]>> {
  const found = new Map<string, Row[]>();
  for (const [path, uuid] of storages) {
    try {
      found.set(uuid, inventoriesOf(await ask(`/${path}/trash?uuid=${uuid}`)));
    } catch (error) {
      report.note('trash: the other side does not tell it', (error as Error).message);
    }
  }
  return found;
}
