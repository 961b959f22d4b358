import type { Kind } from '../load/names.js';
import { textOf, uuidOf, wordOf, type Row } from './rows.js';

interface Named {
  readonly accounts: readonly Row[];
  readonly zones: readonly Row[];
  readonly clusters: readonly Row[];
  readonly hosts: readonly Row[];
  readonly instanceOfferings: readonly Row[];
  readonly diskOfferings: readonly Row[];
  readonly l2Networks: readonly Row[];
  readonly l3Networks: readonly Row[];
  readonly primaryStorages: readonly Row[];
  readonly backupStorages: readonly Row[];
  readonly vips: readonly Row[];
  readonly eips: readonly Row[];
  readonly vms: readonly Row[];
  readonly volumes: readonly Row[];
  readonly snapshots: readonly Row[];
  readonly snapshotGroups: readonly Row[];
  readonly volumeBackups: readonly Row[];
  readonly imagePackages: readonly Row[];
  readonly imageReplicationGroups: readonly Row[];
  readonly images: readonly Row[];
  readonly imageGroups: readonly Row[];
  readonly longJobs: readonly Row[];
  readonly tagPatterns: readonly Row[];
  readonly sshKeyPairs: readonly Row[];
  readonly policies: readonly Row[];
  readonly userGroups: readonly Row[];
  readonly users: readonly Row[];
  readonly webhooks: readonly Row[];
  readonly securityGroups: readonly Row[];
}

/** How a seed calls what a cloud knows by uuids: by the name where that is its own, else by the uuid. */
export class Keys {
  readonly #keys = new Map<Kind, Map<string, string>>();

  constructor(cloud: Named) {
    this.#add('account', cloud.accounts);
    this.#add('zone', cloud.zones);
    this.#add('cluster', cloud.clusters);
    this.#add('host', cloud.hosts);
    this.#add('instance-offering', cloud.instanceOfferings);
    this.#add('disk-offering', cloud.diskOfferings);
    this.#add('l2-network', cloud.l2Networks);
    this.#add('l3-network', cloud.l3Networks);
    this.#add('primary-storage', cloud.primaryStorages);
    this.#add('backup-storage', cloud.backupStorages);
    this.#add('vip', cloud.vips);
    this.#add('eip', cloud.eips);
    this.#add('vm-instance', cloud.vms);
    this.#add('volume', cloud.volumes);
    this.#add('volume-snapshot', cloud.snapshots);
    this.#add('volume-snapshot-group', cloud.snapshotGroups);
    this.#add('image-replication-group', cloud.imageReplicationGroups);
    this.#add('volume-backup', cloud.volumeBackups);
    this.#add('image-package', cloud.imagePackages);
    this.#add('image', cloud.images);
    this.#add('image-group', cloud.imageGroups);
    this.#add('long-job', cloud.longJobs);
    this.#add('tag-pattern', cloud.tagPatterns);
    this.#add('ssh-key-pair', cloud.sshKeyPairs);
    this.#add('policy', cloud.policies);
    this.#add('user-group', cloud.userGroups);
    this.#add('user', cloud.users);
    this.#add('webhook', cloud.webhooks);
    this.#add('security-group', cloud.securityGroups);
  }

  /** The key of a resource; undefined when it is not there. */
  of(kind: Kind, uuid: string | null): string | undefined {
    return uuid === null ? undefined : this.#keys.get(kind)?.get(uuid);
  }

  /** The key of a resource, or the uuid of one that is not there. */
  orUuid<U extends string | null>(kind: Kind, uuid: U): U | string {
    return this.of(kind, uuid) ?? uuid;
  }

  /** What every named resource has in a seed: a key only where its name is not its own. */
  naming(kind: Kind, row: Row) {
    const uuid = uuidOf(row);
    const name = nameOf(row);
    const key = this.of(kind, uuid);
    return {
      name,
      key: key === name ? undefined : key,
      uuid,
      description: textOf(row, 'description'),
    };
  }

  #add(kind: Kind, rows: readonly Row[]): void {
    const counts = new Map<string, number>();
    for (const row of rows) counts.set(nameOf(row), (counts.get(nameOf(row)) ?? 0) + 1);
    this.#keys.set(
      kind,
      new Map(
        rows.map((row) => {
          const name = nameOf(row);
          // A name that looks like a uuid, or that others have too, tells nothing apart.
          const isOwn = counts.get(name) === 1 && !/^[0-9a-f]{32}$/.test(name);
          return [uuidOf(row), isOwn ? name : uuidOf(row)];
        }),
      ),
    );
  }
}

/** Every resource has a name in a seed, however short. */
const nameOf = (row: Row): string => wordOf(row, 'name').slice(0, 255) || uuidOf(row);
