import type { Upload } from '../../../domain/upload/upload.js';
import type { World } from '../../../domain/world.js';
import type { ByteSum } from '../../../jobs/byte-meter.js';

/** As many of the last uploads that were completed are known by their keys. */
const KNOWN_AS_COMPLETED = 1000;

/** What the process knows of an upload beside its row: none of it is needed by the next process. */
export class UnderWay {
  /** So many requests bring bytes of it right now. */
  requests = 0;
  /** It was to be looked at while bytes came: whoever brings the last ones sees to it. */
  isUnwatched = false;
  /** Of the acknowledged bytes from the first one on. */
  sum: ByteSum | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /** Does something with the upload's file when everything that was asked before is done. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

interface Uploads {
  readonly underWay: Map<string, UnderWay>;
  /** Images by what their clients called them. */
  readonly completed: Map<string, string>;
}

const ofWorlds = new WeakMap<World, Uploads>();

function uploadsOf(world: World): Uploads {
  const known = ofWorlds.get(world) ?? { underWay: new Map(), completed: new Map() };
  ofWorlds.set(world, known);
  return known;
}

type Place = Pick<Upload, 'imageUuid' | 'backupStorageUuid'>;

const nameOf = ({ imageUuid, backupStorageUuid }: Place) => `${imageUuid}-${backupStorageUuid}`;

export function underWay(world: World, upload: Place): UnderWay {
  const { underWay: all } = uploadsOf(world);
  const known = all.get(nameOf(upload)) ?? new UnderWay();
  all.set(nameOf(upload), known);
  return known;
}

/**
 * The upload has ended, one way or another. Requests that still bring bytes of it come too late, but keep
 * their turns: another upload may begin in its place.
 */
export function forgetUnderWay(world: World, upload: Place): void {
  const { underWay: all } = uploadsOf(world);
  const known = all.get(nameOf(upload));
  if (!known) return;
  known.sum = undefined;
  if (known.requests === 0) all.delete(nameOf(upload));
}

/** The world is another one now: nothing is known of its uploads but their rows. */
export const forgetAllUnderWay = (world: World): boolean => ofWorlds.delete(world);

const keyOf = ({ key, backupStorageUuid }: Pick<Upload, 'key' | 'backupStorageUuid'>) =>
  `${key}-${backupStorageUuid}`;

export function rememberCompleted(world: World, upload: Upload): void {
  const { completed } = uploadsOf(world);
  completed.set(keyOf(upload), upload.imageUuid);
  const [oldest] = completed.keys();
  if (completed.size > KNOWN_AS_COMPLETED && oldest !== undefined) completed.delete(oldest);
}

/** The image that was brought under this key, if that was lately. */
export const completedAs = (
  world: World,
  key: string,
  backupStorageUuid: string,
): string | undefined => uploadsOf(world).completed.get(keyOf({ key, backupStorageUuid }));
