import * as z from 'zod';
import { RELEASE_NAMES } from '../../core/releases.js';
import { WORK_KINDS } from '../../domain/progression/progression.js';
import { accessKey, account, longJob, session } from './accounts.js';
import { cluster, host } from './clusters.js';
import { configuration, plainTime, plainUuid } from './fields.js';
import { securityGroup } from './security-groups.js';
import { image, url } from './images.js';
import { diskOffering, eip, instanceOffering, l2Network, l3Network, vip } from './networks.js';
import { backupStorage, primaryStorage, zone } from './storages.js';
import { tagPattern } from './tag-patterns.js';
import { policy, user, userGroup } from './users.js';
import { sshKeyPair } from './ssh-key-pairs.js';
import { imageGroup } from './image-groups.js';
import { imagePackage } from './image-packages.js';
import { replicationGroup } from './replication-groups.js';
import { volumeBackup } from './volume-backups.js';
import { snapshotGroup } from './snapshot-groups.js';
import { snapshot, vmInstance, volume } from './volumes.js';
import { webhook } from './webhooks.js';

/** What can stand in a seed, by the names of its lists, in the order in which a world is filled. */
export const ENTRIES = {
  urls: url,
  accounts: account,
  sessions: session,
  accessKeys: accessKey,
  tagPatterns: tagPattern,
  policies: policy,
  userGroups: userGroup,
  users: user,
  webhooks: webhook,
  securityGroups: securityGroup,
  zones: zone,
  clusters: cluster,
  hosts: host,
  instanceOfferings: instanceOffering,
  diskOfferings: diskOffering,
  l2Networks: l2Network,
  l3Networks: l3Network,
  primaryStorages: primaryStorage,
  backupStorages: backupStorage,
  imageReplicationGroups: replicationGroup,
  vips: vip,
  vmInstances: vmInstance,
  eips: eip,
  sshKeyPairs: sshKeyPair,
  volumes: volume,
  snapshots: snapshot,
  snapshotGroups: snapshotGroup,
  volumeBackups: volumeBackup,
  imagePackages: imagePackage,
  images: image,
  imageGroups: imageGroup,
  longJobs: longJob,
} as const;

export type ListName = keyof typeof ENTRIES;
export const LIST_NAMES = Object.keys(ENTRIES) as ListName[];

/** The field that tells an entry of these lists from others, where it is neither its key nor its name. */
export const IDENTITIES: Partial<Record<ListName, string>> = {
  accessKeys: 'id',
  sessions: 'uuid',
  urls: 'url',
};

/** One entry of a list, checked: still with its choices, ranges and `{n}`. */
export type EntryOf<L extends ListName> = z.output<(typeof ENTRIES)[L]>;

const pace = {
  mode: z.enum(['immediate', 'timed', 'manual']),
  jitterPercent: z.int().min(0).max(100).default(0),
  polls: z.int().min(1).max(1000).nullable().default(null),
};

const progression = z
  .strictObject({
    ...pace,
    rules: z
      .array(
        z.strictObject({
          ...pace,
          kind: z.enum(WORK_KINDS).nullable().default(null),
          resourceUuid: plainUuid.nullable().default(null),
        }),
      )
      .max(1000)
      .default([]),
  })
  .describe('how slow work goes on; what the seed itself left half done goes on in its own time');

const clock = z
  .strictObject({
    start: plainTime.optional().describe('what time it is when the world begins; default: now'),
    mode: z.enum(['running', 'stopped']).default('running'),
  })
  .describe('the clock of the environment');

const port = z
  .int()
  .min(0)
  .max(65_535)
  .describe(
    'a port of its own for an environment that is made of the seed; 0: any free one, which it keeps',
  );

const release = z
  .enum(RELEASE_NAMES, {
    error: ({ input }) =>
      typeof input === 'number'
        ? `${input} is a number: write it in quotes, one of ${RELEASE_NAMES.map((name) => `'${name}'`).join(', ')}`
        : undefined,
  })
  .describe(
    'the release of ZStack whose API it has, in quotes; default: what the emulator is set to',
  );

/** What stands once in a seed. Of seeds that are composed, the last one says it. */
export const SETTINGS = {
  chance: z
    .int()
    .nonnegative()
    .optional()
    .describe('seed of the random stream; default: another one for each new world'),
  clock: clock.optional(),
  progression: progression.optional(),
  port: port.optional(),
  release: release.optional(),
  address: z
    .url()
    .optional()
    .describe('where clients reach the emulator, for the addresses of exports and uploads'),
};

/** A seed as its author sees it: the schema that editors are given. */
export const seedSchema = z.strictObject({
  $schema: z.string().optional().describe('the address of this schema, for editors'),
  version: z.literal(1),
  include: z
    .array(z.string().min(1))
    .default([])
    .describe('seeds that stand before this one: paths relative to it, or names'),
  ...SETTINGS,
  globalConfig: configuration.describe('values of the global configuration'),
  urls: z.array(url).default([]).describe('what AddImage finds behind urls that are not fetched'),
  accounts: z.array(account).default([]),
  sessions: z.array(session).default([]),
  accessKeys: z.array(accessKey).default([]),
  tagPatterns: z
    .array(tagPattern)
    .default([])
    .describe('tags that accounts have made, to put them on many resources'),
  policies: z.array(policy).default([]).describe('what users of accounts may do'),
  userGroups: z.array(userGroup).default([]),
  users: z.array(user).default([]).describe('users of accounts'),
  webhooks: z.array(webhook).default([]),
  securityGroups: z.array(securityGroup).default([]),
  zones: z.array(zone).default([]),
  clusters: z.array(cluster).default([]),
  hosts: z.array(host).default([]),
  instanceOfferings: z.array(instanceOffering).default([]),
  diskOfferings: z.array(diskOffering).default([]),
  l2Networks: z.array(l2Network).default([]),
  l3Networks: z.array(l3Network).default([]),
  primaryStorages: z.array(primaryStorage).default([]),
  backupStorages: z.array(backupStorage).default([]),
  imageReplicationGroups: z
    .array(replicationGroup)
    .default([])
    .describe('image stores of which each gets what another one gets'),
  vips: z.array(vip).default([]),
  vmInstances: z.array(vmInstance).default([]),
  eips: z.array(eip).default([]),
  sshKeyPairs: z
    .array(sshKeyPair)
    .default([])
    .describe('public keys that accounts have put in, for the log-in to VMs'),
  volumes: z.array(volume).default([]),
  snapshots: z.array(snapshot).default([]),
  snapshotGroups: z
    .array(snapshotGroup)
    .default([])
    .describe('snapshots of all volumes of a VM that were taken at one moment'),
  volumeBackups: z
    .array(volumeBackup)
    .default([])
    .describe('what volumes held at a moment, on image stores'),
  imagePackages: z
    .array(imagePackage)
    .default([])
    .describe('VMs that were exported as OVAs, on image stores'),
  images: z.array(image).default([]),
  imageGroups: z
    .array(imageGroup)
    .default([])
    .describe('templates of all volumes of a VM that belong together'),
  longJobs: z.array(longJob).default([]).describe('long jobs that have ended'),
});

/** What of a seed is read before its lists: the lists stay as they are. */
export const headSchema = seedSchema.extend(
  Object.fromEntries(LIST_NAMES.map((list) => [list, z.array(z.unknown()).default([])])) as Record<
    ListName,
    z.ZodDefault<z.ZodArray<z.ZodUnknown>>
  >,
);

export type Head = z.output<typeof headSchema>;
export type Settings = Pick<Head, keyof typeof SETTINGS>;
