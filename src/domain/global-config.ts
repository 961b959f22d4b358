import { parseSize } from '../core/sizes.js';
import {
  entry,
  exactlyTrueOrFalse,
  filterList,
  integer,
  long,
  longJobTimeout,
  numberText,
  oneOf,
  pathList,
  sizeText,
  trueOrFalse,
  unread,
  type GlobalConfigEntry,
} from './global-config-rules.js';
import { HOST_CONFIG } from './global-config-of-hosts.js';
import { KVM_CONFIG } from './global-config-of-kvm.js';
import { MANAGEMENT_CONFIG } from './global-config-of-management.js';
import { SECURITY_GROUP_CONFIG } from './global-config-of-security-groups.js';
import { STORAGE_CONFIG } from './global-config-of-storages.js';
import { VM_CONFIG } from './global-config-of-vms.js';
import { API_TIMEOUT_CONFIG } from './api-timeout.js';
import { NETWORK_CONFIG } from './global-config-of-networks.js';
import { VOLUME_CONFIG } from './global-config-of-volumes.js';

export type { GlobalConfigEntry } from './global-config-rules.js';

/** Values that differ from their defaults. */
export interface GlobalConfigRepository {
  find(category: string, name: string): string | undefined;
  save(category: string, name: string, value: string): void;
}

/** The value of an entry for one resource. */
export interface ResourceConfig {
  readonly uuid: string;
  readonly category: string;
  readonly name: string;
  readonly resourceUuid: string;
  readonly resourceType: string;
  readonly value: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export interface ResourceConfigRepository {
  insert(config: ResourceConfig): void;
  find(category: string, name: string, resourceUuid: string): ResourceConfig | undefined;
  /** Whether any resource has a value of its own for this entry. */
  isSetAnywhere(category: string, name: string): boolean;
  update(config: ResourceConfig, change: Pick<ResourceConfig, 'value'>, now: number): void;
  remove(uuid: string): void;
  removeAll(resourceUuid: string): void;
}

const policy = oneOf('Direct', 'Delay', 'Never');

/** Entries with the real system's defaults: what the emulator reads, and what it only keeps. Times are seconds. */
export const GLOBAL_CONFIG = {
  imageDeletionPolicy: entry('image', 'deletionPolicy', 'Delay', policy, 'what DeleteImage does'),
  imageExpungePeriod: entry(
    'image',
    'expungePeriod',
    '259200',
    long({ least: 0 }),
    'seconds after which a deleted image is expunged',
  ),
  imageExpungeInterval: entry(
    'image',
    'expungeInterval',
    '3600',
    long({ least: 1 }),
    'seconds between two looks for images to expunge',
  ),
  imageGcInterval: entry(
    'image',
    'deletion.gcInterval',
    '3600',
    long({ least: 0 }),
    'seconds between two attempts to delete the bits of an image',
  ),
  imagePathBlacklist: entry(
    'image',
    'download.localPath.blacklist',
    '/**/.*/**;/**/~*/**;/etc/**;/usr/local/zstack/**;/var/log/**;/dev/**;/proc/**;/sys/**',
    pathList,
    'paths that AddImage must not read',
  ),
  imagePathWhitelist: entry(
    'image',
    'download.localPath.whitelist',
    '/home/**;/mnt/**;/opt/**;/root/**;',
    pathList,
    'paths that AddImage may read',
  ),
  imagePathFilter: entry(
    'image',
    'download.localPath.customFilter',
    'blacklist',
    filterList,
    'which of the two lists hold',
  ),
  uploadFailureTolerance: entry(
    'image',
    'upload.failure.tolerance.count',
    '3',
    long({ least: 0 }),
    'failures in a row that an upload survives',
  ),
  uploadMaxIdle: entry(
    'image',
    'upload.max.idle.duration.in.seconds',
    '30',
    long({ least: 0 }),
    'seconds without bytes after which an upload ends',
  ),
  reservedCapacity: entry(
    'backupStorage',
    'reservedCapacity',
    '1G',
    sizeText,
    'what an allocation leaves free on a backup storage',
    ['BackupStorageVO'],
  ),
  primaryReservedCapacity: entry(
    'primaryStorage',
    'reservedCapacity',
    '1G',
    sizeText,
    'what an allocation leaves free on a primary storage',
  ),
  pingInterval: entry(
    'backupStorage',
    'ping.interval',
    '60',
    integer({ least: 1 }),
    'seconds between two pings of a backup storage',
  ),
  autoReconnect: entry(
    'backupStorage',
    'connection.autoReconnectOnError',
    'true',
    trueOrFalse,
    'whether a lost backup storage is reconnected',
  ),
  pingParallelism: unread(
    'backupStorage',
    'ping.parallelismDegree',
    '50',
    integer({ least: 0 }),
    'pings at a time',
  ),
  pingMaxFailure: unread(
    'backupStorage',
    'ping.maxFailure',
    '3',
    integer({ least: 0 }),
    'failed pings after which a storage is lost',
  ),
  pingSleep: unread(
    'backupStorage',
    'ping.sleepPeriodAfterFailure',
    '1',
    integer({ least: -1 }),
    'seconds after a failed ping',
  ),
  reconnectAttempts: unread(
    'backupStorage',
    'connection.autoReconnectOnError.maxAttemptsNum',
    '0',
    integer({ least: 0 }),
    'attempts to reconnect, 0 for no end',
  ),
  checkTimeZone: entry(
    'rest',
    'checkTimeZone',
    'false',
    exactlyTrueOrFalse,
    'whether the time zone of a Date header counts',
  ),
  jobExpiredPeriod: entry(
    'rest',
    'completedApi.expiredPeriod',
    '10800',
    integer(),
    'seconds for which the result of a job is kept',
  ),
  jobScanInterval: entry(
    'rest',
    'expiredApi.scanInterval',
    '3600',
    integer({ least: 1 }),
    'seconds between two looks for results that are too old',
  ),
  sessionTimeout: entry(
    'identity',
    'session.timeout',
    '7200',
    integer({ least: 0, most: 31_536_000 }),
    'seconds that a session lives after its last use',
  ),
  sessionCleanup: entry(
    'identity',
    'session.cleanup.interval',
    '3600',
    integer({ least: 1 }),
    'seconds between two looks for sessions that have ended; they are also dropped at each login',
  ),
  longJobTimeout: entry(
    'longJob',
    'longJob.api.timeout',
    '259200',
    longJobTimeout,
    'seconds that a long job may take',
  ),
  progressTtl: entry(
    'progress',
    'progress.ttl',
    '86400',
    integer({ least: 0 }),
    'seconds for which the progress of work that has ended is kept',
  ),
  quotaImageNumber: entry(
    'quota',
    'image.num',
    '20',
    long({ least: 0 }),
    'images that a new account may have',
  ),
  quotaImageSize: entry(
    'quota',
    'image.size',
    '10995116277760',
    long({ least: 0 }),
    'bytes of images that a new account may have',
  ),
  maxConcurrentSessions: entry(
    'identity',
    'session.maxConcurrent',
    '500',
    integer({ least: 0 }),
    'sessions of one account at a time',
  ),
  tagsOfResource: entry(
    'tag2',
    'tag.resource.attached',
    '20',
    numberText({ least: 0, most: 200 }),
    'tag patterns that may be attached to one resource',
  ),
  volumeDeletionPolicy: entry(
    'volume',
    'deletionPolicy',
    'Delay',
    policy,
    'what DeleteDataVolume does',
  ),
  volumeExpungePeriod: entry(
    'volume',
    'expungePeriod',
    '259200',
    long({ least: 0 }),
    'seconds after which a deleted volume is expunged',
  ),
  volumeExpungeInterval: entry(
    'volume',
    'expungeInterval',
    '3600',
    long({ least: 1 }),
    'seconds between two looks for volumes to expunge',
  ),
  ...VOLUME_CONFIG,
  ...NETWORK_CONFIG,
  ...STORAGE_CONFIG,
  ...HOST_CONFIG,
  ...KVM_CONFIG,
  ...MANAGEMENT_CONFIG,
  ...VM_CONFIG,
  ...SECURITY_GROUP_CONFIG,
  vmDeletionPolicy: entry('vm', 'deletionPolicy', 'Delay', policy, 'what DestroyVmInstance does'),
  vmExpungePeriod: entry(
    'vm',
    'expungePeriod',
    '604800',
    long({ least: 0 }),
    'seconds after which a destroyed VM is expunged',
  ),
  vmExpungeInterval: entry(
    'vm',
    'expungeInterval',
    '3600',
    long({ least: 1 }),
    'seconds between two looks for VMs to expunge',
  ),
} as const satisfies Record<string, GlobalConfigEntry>;

export type GlobalConfigName = keyof typeof GLOBAL_CONFIG;

/** All of them, and the time that each call may take. */
export const GLOBAL_CONFIG_ENTRIES: readonly GlobalConfigEntry[] = [
  ...Object.values(GLOBAL_CONFIG),
  ...API_TIMEOUT_CONFIG,
];

/** As the real system names an entry in one word; `a.b` of `c` and `b.c` of `a` cannot both be. */
export const configIdentity = ({ category, name }: Pick<GlobalConfigEntry, 'category' | 'name'>) =>
  `${category}.${name}`;

const BY_IDENTITY = new Map(GLOBAL_CONFIG_ENTRIES.map((each) => [configIdentity(each), each]));

/** The entry of this category and name, or undefined. */
export function findGlobalConfig(category: string, name: string): GlobalConfigEntry | undefined {
  const found = BY_IDENTITY.get(configIdentity({ category, name }));
  return found?.category === category ? found : undefined;
}

/** The value that holds now, as text. */
export function configText(values: GlobalConfigRepository, name: GlobalConfigName): string {
  const { category, name: key, defaultValue } = GLOBAL_CONFIG[name];
  return values.find(category, key) ?? defaultValue;
}

/** The value of a numeric entry. */
export const configNumber = (values: GlobalConfigRepository, name: GlobalConfigName): number =>
  Number(configText(values, name));

/** The value of an entry that is true or false, in whatever case. */
export const configFlag = (values: GlobalConfigRepository, name: GlobalConfigName): boolean =>
  configText(values, name).toLowerCase() === 'true';

/** The value of an entry in seconds, as milliseconds. */
export const configMilliseconds = (
  values: GlobalConfigRepository,
  name: GlobalConfigName,
): number => configNumber(values, name) * 1000;

/** The value of a size entry in bytes. */
export const configBytes = (values: GlobalConfigRepository, name: GlobalConfigName): number =>
  parseSize(configText(values, name)) ?? 0;
