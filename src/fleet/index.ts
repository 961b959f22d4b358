import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { Chance } from '../core/chance.js';
import { monotonicMilliseconds } from '../core/clock.js';
import { newSecret } from '../core/keys.js';
import { StoredImages } from './contents/images.js';
import { Fleet } from './fleet.js';
import { FleetHost } from './fleet-host.js';
import type { FleetParts } from './fleet-parts.js';
import { FleetWorlds } from './fleet-worlds.js';
import type { Timing } from './lease/timing.js';
import { LocalMemory } from './local-memory.js';
import { SharedSources, sharedSeed } from './shared-sources.js';
import { StoredSources } from './sources/stored-sources.js';
import { storeAddress } from './store/address.js';
import { StoreUnreachable, type ObjectStore } from './store/object-store.js';
import { S3Store } from './store/s3-store.js';
import { writeOnce } from './store/write-once.js';

export { Fleet, FleetHost, FleetWorlds, SharedSources, sharedSeed, StoredImages, StoredSources };
export { StoreUnreachable };
export { answerWithheld, movedAway } from './refusals.js';

/** How long a short request to the store may take, as a part of the lease, and in ms. */
const PATIENCE = { part: 4, least: 500, most: 5_000 };
/** For how long the store is waited for at the start, and how often it is tried, in ms of real time. */
const AT_START = { longest: 10_000, pause: 500 };
const SHARED_SECRET = 'secret.json';
const LARGEST_SECRET = 1024;

export interface FleetSettings {
  /** `s3://bucket/prefix`. */
  readonly store: string;
  /** Undefined: the name of the host. */
  readonly replica: string | undefined;
  /** In ms. */
  readonly lease: number;
  readonly checkpoint: number;
  readonly storeLoss: FleetParts['storeLoss'];
  /** Where `fleet.json` lies; undefined: everything is in memory. */
  readonly memoryPath: string | undefined;
  /** Of a world, in bytes. */
  readonly largest: number;
  /** Those of AWS say where the store is, and what opens it. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly log: FleetParts['log'];
}

/** What a replica is made of; the store has answered. */
export interface PreparedFleet {
  readonly parts: FleetParts;
  /** What all replicas have in common, and nobody else: credentials that are made up follow from it. */
  readonly secret: string;
}

const TIMING: Timing = {
  now: monotonicMilliseconds,
  wait: (milliseconds) => delay(milliseconds),
};

/** @throws {Error} with a sentence for a setting that is wrong, {StoreUnreachable} */
export async function prepareFleet(settings: FleetSettings): Promise<PreparedFleet> {
  const { lease, variables, memoryPath } = settings;
  const patience = Math.min(Math.max(lease / PATIENCE.part, PATIENCE.least), PATIENCE.most);
  const store = new S3Store(storeAddress(settings.store, variables), patience);
  const replica = settings.replica ?? nameOfHost();
  const chance = Chance.unseeded();
  const secret = await patiently(() => sharedSecret(store));
  const parts: FleetParts = {
    ...settings,
    store,
    replica,
    timing: TIMING,
    newSession: () => `${replica}-${chance.uuid()}`,
    memory: new LocalMemory(memoryPath, settings.store),
  };
  return { parts, secret };
}

const nameOfHost = (): string =>
  hostname()
    .replaceAll(/[^A-Za-z0-9._-]/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 63) || 'replica';

/** A store may be a little later than who starts with it. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  const end = monotonicMilliseconds() + AT_START.longest;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StoreUnreachable) || monotonicMilliseconds() > end) throw error;
      await delay(AT_START.pause);
    }
  }
}

/** The first replica makes it; no other one ever does. */
async function sharedSecret(store: ObjectStore): Promise<string> {
  const found = await store.read(SHARED_SECRET, LARGEST_SECRET);
  if (found) {
    const { secret } = JSON.parse(found.bytes.toString()) as { secret?: unknown };
    if (typeof secret === 'string' && secret.length >= 32) return secret;
    throw new Error(`${SHARED_SECRET} in the store holds no secret: remove it`);
  }
  const bytes = Buffer.from(JSON.stringify({ secret: newSecret() }));
  await writeOnce(store, SHARED_SECRET, bytes, { isNew: true });
  return sharedSecret(store);
}
