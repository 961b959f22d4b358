import type { Moved } from './compare';

/** What migrations since the first fixtures moved on purpose. */
export const MOVED: readonly Moved[] = [
  {
    by: '0009_volumes',
    table: 'volumes',
    columns: ['format'],
    reason: 'a volume that lies nowhere has no format any more: rows.test.ts looks for the others',
  },
  {
    by: '0009_volumes',
    table: 'quotas',
    grows: true,
    reason: 'normal accounts get the quotas of volumes and snapshots: rows.test.ts looks for them',
  },
  {
    by: '0010_vms',
    table: 'quotas',
    grows: true,
    reason: 'normal accounts get the quotas of VMs: rows.test.ts looks for them',
  },
  {
    by: '0010_vms',
    table: 'vm_cd_roms',
    grows: true,
    reason: 'a VM without a drive gets the one that the real system gives by default',
  },
  {
    by: '0013_networks_and_offerings',
    table: 'quotas',
    grows: true,
    reason: 'normal accounts get the quota of L3 networks: rows.test.ts looks for it',
  },
  {
    by: '0014_cloud_and_users',
    table: 'quotas',
    grows: true,
    reason: 'normal accounts get the quota of security groups: rows.test.ts looks for it',
  },
  {
    by: '0016_quota_of_key_pairs',
    table: 'quotas',
    grows: true,
    reason: 'normal accounts get the quota of SSH key pairs: rows.test.ts looks for it',
  },
  {
    by: '0017_vips_and_security_groups',
    table: 'quotas',
    grows: true,
    reason: 'normal accounts get the quotas of VIPs and EIPs: rows.test.ts looks for them',
  },
  {
    by: '0014_cloud_and_users',
    table: 'account_resource_refs',
    grows: true,
    reason: 'accounts get the policy that lets their users read: rows.test.ts looks for it',
  },
  {
    by: '0012_bytes',
    table: 'images',
    columns: ['md5_sum'],
    reason: 'made-up vmdk files have other bytes, so other sums: vmdk-sums.test.ts looks for them',
  },
  ...['primary_storages', 'backup_storages'].map((table) => ({
    by: '0008_clusters_and_ceph',
    table,
    columns: ['mon_urls'],
    reason: 'monitors are rows of their own: storages.test.ts looks for them',
  })),
];

/** Lists that a later version may have more in, although nobody made it: settings, quotas and laws are its own. */
export const GROWING: ReadonlySet<string> = new Set([
  '/global-configurations',
  '/accounts/quotas',
  '/invariants',
]);

/**
 * What an answer says otherwise now on purpose: the format of a volume that lies nowhere, the sum of a made-up
 * vmdk.
 */
export const isMoved = (field: string, before: Readonly<Record<string, unknown>>): boolean =>
  (field === 'format' && before['status'] === 'NotInstantiated') ||
  (field === 'md5Sum' && before['format'] === 'vmdk');

/** Answers that a later version gives otherwise on purpose: what the older one said there was wrong. */
export const CORRECTED: readonly RegExp[] = [
  // The made-up vmdk of the edge cases can be opened.
  /\/images\/d79ceca4cf7252b683741a17d723f2ff\/artifact serves other bytes$/,
  // Each storage is of its own class.
  /(^| )\/(backup|primary)-storage\.schema\.inventories\[\d+\] is "org\.zstack\.storage\./,
  // Trash names the class of its storage.
  // The admin shares what others own: the law about shares has another name.
  /(^|\/invariants)\.inventories\.10 is gone$/,
  // A failing answer is its error alone.
  / job [0-9a-f]{32}\.body\.(success is undefined, was false|inventory is undefined, was null)$/,
  // Every account owns the policy that its users are given.
  /(^| )\/accounts\/resources\/refs\.inventories has \d+ of \d+$/,
  // A VM has a drive, and vm/expungePeriod is a week by default.
  /\/vm-instances\.inventories\.\d+\.vmCdRoms has 1 of 0$/,
  /\/global-configurations\.inventories\.31 is gone$/,
  // connection.autoReconnectOnError.maxAttemptsNum is spelled as in the real system.
  /\/global-configurations\.inventories\.15 is gone$/,
  /\/trash\.inventories\.\d+\.storageType is "(Primary|Backup)StorageVO"/,
];
