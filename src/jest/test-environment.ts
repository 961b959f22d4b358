import type {
  Environment,
  EnvironmentClock,
  ForkOptions,
  JobAccess,
  JournalAccess,
  Resources,
  World,
} from '../app/library/emulator.js';
import type { Inventories } from '../app/library/inventories.js';
import { addressesOf } from '../control/environments/addresses.js';
import { callBridge } from './call-bridge.js';

/** The same, when it is asked for from another process. */
type Promised<T> = {
  readonly [K in keyof T as T[K] extends (...args: never) => unknown ? K : never]: T[K] extends (
    ...args: infer Args
  ) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
};

/**
 * The environment of a test: all that the library's environments have. It lies in jest's own process, so
 * whatever is asked is answered by a promise.
 */
export interface TestEnvironment
  extends
    Promised<Omit<Environment, 'fork' | keyof Inventories | typeof Symbol.asyncDispose>>,
    AwaitedResources {
  readonly name: string;
  /** Address of its image API: what a client is pointed at, with the context path. */
  readonly url: string;
  /** Address of the emulator's own API for it. */
  readonly controlUrl: string;
  readonly clock: Promised<EnvironmentClock>;
  readonly jobs: Promised<JobAccess>;
  readonly tasks: Promised<World['tasks']>;
  readonly journal: Promised<JournalAccess>;
  /** A world of its own that begins as this one is now. */
  fork(options?: ForkOptions): Promise<TestEnvironment>;
  /** The same as `remove`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

type AwaitedResources = { readonly [K in keyof Resources]: Promised<Resources[K]> };

/** What it is asked: names of methods, by where they are. */
const METHODS = {
  own: [
    'describe',
    'reset',
    'snapshot',
    'snapshots',
    'restore',
    'removeSnapshot',
    'history',
    'rewind',
    'replay',
    'bisect',
    'export',
    'import',
    'remove',
    'capacity',
    'laws',
    'settle',
  ],
  clock: ['now', 'stop', 'run', 'set', 'advance'],
  jobs: ['get', 'list', 'unfinished'],
  tasks: ['list'],
  journal: ['list', 'clear', 'clientReport', 'reliedOn', 'failOn'],
  resource: ['get', 'list', 'count'],
} as const;

const KINDS: Readonly<Record<keyof Inventories, true>> = {
  zones: true,
  clusters: true,
  hosts: true,
  primaryStorages: true,
  cephPrimaryStorages: true,
  cephPools: true,
  cephOsdGroups: true,
  localStorageResourceRefs: true,
  imageCaches: true,
  backupStorages: true,
  sftpBackupStorages: true,
  cephBackupStorages: true,
  imageStoreBackupStorages: true,
  vmInstances: true,
  vmNics: true,
  instanceOfferings: true,
  diskOfferings: true,
  l2Networks: true,
  l2VlanNetworks: true,
  l3Networks: true,
  addressPools: true,
  networkServiceRefs: true,
  networkServiceProviders: true,
  ipRanges: true,
  usedIps: true,
  volumes: true,
  volumeSnapshots: true,
  imagePackages: true,
  imageReplicationGroups: true,
  volumeBackups: true,
  volumeSnapshotGroups: true,
  volumeSnapshotTrees: true,
  images: true,
  imageGroups: true,
  imageGroupRefs: true,
  accounts: true,
  accountResourceRefs: true,
  sharedResources: true,
  quotas: true,
  accessKeys: true,
  users: true,
  userGroups: true,
  policies: true,
  managementNodes: true,
  garbageJobs: true,
  webhooks: true,
  vips: true,
  eips: true,
  securityGroups: true,
  securityGroupRules: true,
  vmNicSecurityGroupRefs: true,
  vmNicSecurityPolicies: true,
  systemTags: true,
  userTags: true,
  tagPatterns: true,
  vmCdRoms: true,
  sshKeyPairs: true,
  longJobs: true,
  globalConfigs: true,
  resourceConfigs: true,
};

/** The environment of this name; `emulatorUrl` is the address of the template's image API. */
export function testEnvironment(
  name: string,
  emulatorUrl: string,
  bridge: string,
): TestEnvironment {
  const ask =
    (method: string) =>
    async (...args: readonly unknown[]) =>
      callBridge(bridge, { environment: name, method, args });
  const asking = (names: readonly string[], at = '') =>
    Object.fromEntries(names.map((method) => [method, ask(`${at}${method}`)]));
  const remove = ask('remove');
  const environment = {
    name,
    ...addressesOf(emulatorUrl.replace(/\/zstack$/, ''), name),
    ...asking(METHODS.own),
    clock: asking(METHODS.clock, 'clock.'),
    jobs: asking(METHODS.jobs, 'jobs.'),
    tasks: asking(METHODS.tasks, 'tasks.'),
    journal: asking(METHODS.journal, 'journal.'),
    ...Object.fromEntries(
      Object.keys(KINDS).map((kind) => [kind, asking(METHODS.resource, `${kind}.`)]),
    ),
    async fork(options: ForkOptions = {}) {
      const made = (await ask('fork')(options)) as { name: string };
      return testEnvironment(made.name, emulatorUrl, bridge);
    },
    [Symbol.asyncDispose]: async () => void (await remove()),
  };
  return environment as unknown as TestEnvironment;
}
