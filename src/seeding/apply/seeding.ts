import { ApiError } from '../../core/api-error.js';
import { parseTime, realTime } from '../../core/clock.js';
import { Chance } from '../../core/chance.js';
import { scheduleExpunge as scheduleImageExpunge } from '../../services/images/delete/expunge-deleted-images.js';
import { scheduleExpunge as scheduleVmExpunge } from '../../services/vm-instances/destroy-vm.js';
import { scheduleExpunge as scheduleVolumeExpunge } from '../../services/volumes/delete-volume.js';
import type { World } from '../../domain/world.js';
import { InvalidSeed } from '../invalid-seed.js';
import { LIST_NAMES, type EntryOf, type ListName } from '../schema/world.js';
import type { Seed, SeedEntry } from '../seed.js';
import { maker, type Made } from '../values.js';
import { fillAccessKey, fillAccount, fillSession } from './accounts.js';
import { fillCluster, fillHost, finishClusters } from './clusters.js';
import { Filling, NOWHERE, Refused } from './filling.js';
import { fillImage } from './images.js';
import { fillLongJob } from './long-jobs.js';
import { fillSshKeyPair } from './ssh-key-pairs.js';
import { fillL2Network, fillL3Network } from './networks.js';
import { fillDiskOffering, fillInstanceOffering } from './offerings.js';
import { fillSecurityGroup } from './security-groups.js';
import { fillImageGroup } from './image-groups.js';
import { fillImagePackage } from './image-packages.js';
import { fillReplicationGroup } from './replication-groups.js';
import { fillVolumeBackup } from './volume-backups.js';
import { fillSnapshotGroup } from './snapshot-groups.js';
import { finishSnapshots, fillSnapshot } from './snapshots.js';
import { fillBackupStorage, fillPrimaryStorage, fillZone } from './storages.js';
import { fillTagPattern } from './tag-patterns.js';
import { fillUrl } from './urls.js';
import { fillPolicy, fillUser, fillUserGroup } from './users.js';
import { fillVm, fillVolume } from './volumes.js';
import { fillEip, fillVip } from './vips.js';
import { fillWebhook } from './webhooks.js';

/** So many resources are made between two pauses. */
const AT_ONCE = 1000;
/** A seed of more resources leaves no event for each: they would be a fifth of every copy of its world. */
const MOST_TOLD = 200;

/** How far a world is filled: resources, of so many. */
interface SeedingProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * Fills an empty world step by step: pauses about every 1,000 resources and tells how far it is; belongs
 * into one transaction. The same seed gives the same world, to the last row, in an environment of the same
 * name on every machine (times that are relative, or not given, follow its clock; what is drawn, its chance).
 * @throws {InvalidSeed} for what cannot be in this world: a reference to nothing, a status that nothing
 * leads to, a storage that is too small
 */
export function* seeding(
  world: World,
  seed: Seed,
  environment: string,
): Generator<SeedingProgress, void> {
  begin(world, seed);
  const filling = new Filling(world, seed, environment);
  const { total } = seed;
  // A generator of its own, so that what pauses it never keeps a fault of the world's causes open.
  const resources = allResources(filling);
  const told = total > MOST_TOLD ? (work: () => boolean) => world.causes.quietly(work) : call;
  while (!told(() => some(resources))) yield { done: filling.done, total };
  if (filling.isSound) told(() => finish(filling));
  if (filling.problems.length > 0) throw new InvalidSeed(filling.problems);
}

const call = (work: () => boolean): boolean => work();

/** Makes the next resources; answers whether they were the last. */
function some(resources: Iterator<void>): boolean {
  for (let i = 0; i < AT_ONCE; i++) if (resources.next().done) return true;
  return false;
}

/** What holds for the world as a whole. */
function begin(world: World, { chance, clock, progression, globalConfig }: Seed): void {
  if (chance !== undefined) world.chance.restore(Chance.fromSeed(chance).state);
  if (clock) beginClock(world, clock);
  if (progression) {
    const { rules, ...pace } = progression;
    world.progression.state = { pace, rules };
  }
  for (const { category, name, value } of globalConfig) {
    world.repositories.globalConfig.save(category, name, value);
  }
}

function beginClock({ clock }: World, { start = 'now', mode }: NonNullable<Seed['clock']>): void {
  const time = typeof start === 'number' ? start : parseTime(start, clock.now());
  if (time === undefined || time < 0) {
    throw new InvalidSeed([`the start of the clock, '${start}', is no time after 1970`]);
  }
  if (mode === 'stopped') clock.begin({ mode, value: time });
  else if (start === 'now') clock.begin({ mode: 'real', value: 0 });
  else clock.begin({ mode: 'offset', value: time - realTime() });
}

function* allResources(filling: Filling): Generator<void, void> {
  for (const list of LIST_NAMES) {
    for (const entry of filling.seed.entries[list] as readonly SeedEntry<ListName>[]) {
      yield* resourcesOf(filling, list, entry);
    }
    if (list === 'snapshots' && filling.isSound) finishSnapshots(filling);
  }
}

type Fill<L extends ListName> = (filling: Filling, made: Made<EntryOf<L>>) => void;

const FILL: { readonly [L in ListName]: Fill<L> } = {
  urls: fillUrl,
  accounts: fillAccount,
  sessions: fillSession,
  accessKeys: fillAccessKey,
  tagPatterns: fillTagPattern,
  policies: fillPolicy,
  userGroups: fillUserGroup,
  users: fillUser,
  webhooks: fillWebhook,
  securityGroups: fillSecurityGroup,
  zones: fillZone,
  clusters: fillCluster,
  hosts: fillHost,
  instanceOfferings: fillInstanceOffering,
  diskOfferings: fillDiskOffering,
  l2Networks: fillL2Network,
  l3Networks: fillL3Network,
  primaryStorages: fillPrimaryStorage,
  backupStorages: fillBackupStorage,
  imageReplicationGroups: fillReplicationGroup,
  vips: fillVip,
  vmInstances: fillVm,
  eips: fillEip,
  sshKeyPairs: fillSshKeyPair,
  volumes: fillVolume,
  snapshots: fillSnapshot,
  snapshotGroups: fillSnapshotGroup,
  volumeBackups: fillVolumeBackup,
  imagePackages: fillImagePackage,
  images: fillImage,
  imageGroups: fillImageGroup,
  longJobs: fillLongJob,
};

/** Makes the resources of one entry, one after the other: never all of them at once. */
function* resourcesOf<L extends ListName>(
  filling: Filling,
  list: L,
  { value, first, last, isCounted, overridden, placeOf }: SeedEntry<L>,
): Generator<void, void> {
  const fill = FILL[list] as Fill<L>;
  const make = maker(value, isCounted);
  for (let n = first; n <= last; n++) {
    if (filling.isHopeless) return;
    filling.place = isCounted ? () => `${placeOf()} (n = ${n})` : placeOf;
    const own = overridden.get(n);
    const one = own === undefined ? make : maker(own, isCounted);
    attempt(filling, () => fill(filling, one(filling.making(isCounted ? n : undefined))));
    filling.done++;
    yield;
  }
}

/** Does something for one resource; what refuses it is told with its place. */
function attempt(filling: Filling, work: () => void): void {
  try {
    work();
  } catch (error) {
    filling.refuse(reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Refused) return error.message;
  if (error instanceof ApiError) return error.errorCode.details;
  const { code, message } = error as { code?: unknown; message?: unknown };
  // What the database refuses is told in its words: they name the column.
  if (typeof code === 'string' && code.startsWith('SQLITE_CONSTRAINT')) {
    const isTaken = /^UNIQUE constraint failed: (.*)/.exec(String(message));
    return isTaken
      ? `another resource has the same ${isTaken[1]} already`
      : `it cannot be kept: ${String(message)}`;
  }
  throw error;
}

/** What is known when all resources are there. Answers true, as the last piece of work. */
function finish(filling: Filling): boolean {
  for (const { place, work } of filling.atEnd) {
    filling.place = place;
    attempt(filling, work);
  }
  finishClusters(filling);
  takeCapacities(filling);
  scheduleExpunges(filling);
  return true;
}

function takeCapacities(filling: Filling): void {
  const { backupStorages, primaryStorages } = filling.world.repositories;
  for (const [uuid, bytes] of filling.ledger.backup) {
    if (backupStorages.changeAvailableCapacity(uuid, -bytes)) continue;
    const storage = filling.backupStorages.get(uuid);
    filling.place = filling.places.get(uuid) ?? NOWHERE;
    tooSmall(filling, 'backup storage', storage?.name, bytes - (storage?.availableCapacity ?? 0));
  }
  for (const [uuid, { virtual, physical }] of filling.ledger.primary) {
    if (primaryStorages.changeAvailableCapacity(uuid, -virtual, -physical)) continue;
    const storage = filling.primaryStorages.get(uuid);
    filling.place = filling.places.get(uuid) ?? NOWHERE;
    const { availableCapacity = 0, availablePhysicalCapacity = 0 } = storage ?? {};
    const missing = Math.max(virtual - availableCapacity, physical - availablePhysicalCapacity);
    tooSmall(filling, 'primary storage', storage?.name, missing);
  }
}

function tooSmall(filling: Filling, kind: string, name = '', missing: number): void {
  filling.refuse(
    `the ${kind} '${name}' is too small: what the seed puts on it exceeds its totalCapacity by ${missing} bytes`,
  );
}

/** What the seed deleted is expunged when its time comes. */
function scheduleExpunges({ world, now }: Filling): void {
  const { images, volumes, vmInstances } = world.repositories;
  if (images.hasDeletedRefs()) scheduleImageExpunge(world, now);
  if (volumes.hasDeleted()) scheduleVolumeExpunge(world, now);
  if (vmInstances.listByStates(['Destroyed']).length > 0) scheduleVmExpunge(world, now);
}
