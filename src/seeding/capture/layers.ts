import type { Cloud } from './cloud.js';
import { groupBy, numberOf, textOf, uuidOf, wordOf, type Row } from './rows.js';
import type { Taken } from './storages.js';
import { latestOf } from './volumes.js';

/** What lies on each primary storage, and how large the own layer of each volume is taken to be. */
export interface Layers {
  readonly storages: readonly { readonly row: Row; readonly taken: Taken }[];
  /** Of volumes whose layer is not what a seed takes it for. */
  readonly given: ReadonlyMap<string, number>;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * No query tells how much of a volume lies in its own layer. The storage tells what all of them hold
 * together: it is dealt out among them, so that the capacity adds up.
 */
export function layersOf(cloud: Cloud): Layers {
  const given = new Map<string, number>();
  const held = heldBySnapshots(cloud);
  const volumes = groupBy(cloud.volumes, 'primaryStorageUuid');
  const snapshots = groupBy(cloud.snapshots, 'primaryStorageUuid');
  const storages = cloud.primaryStorages.map((storage) => {
    const uuid = uuidOf(storage);
    const here = (volumes.get(uuid) ?? []).filter(
      (volume) => textOf(volume, 'status') !== 'NotInstantiated',
    );
    const others = sum([
      ...(snapshots.get(uuid) ?? []).map((row) => numberOf(row, 'size')),
      ...(cloud.caches.get(uuid) ?? []).map((row) => numberOf(row, 'size')),
      ...(cloud.trash.get(uuid) ?? []).map((row) => numberOf(row, 'size')),
    ]);
    const virtual = sum(here.map((volume) => numberOf(volume, 'size'))) + others;
    const expected = here.map((volume) =>
      Math.max(0, numberOf(volume, 'actualSize') - (held.get(uuidOf(volume)) ?? 0)),
    );
    const layers = physicalOf(storage, virtual) - others;
    if (layers < 0) {
      cloud.report.note(
        'availablePhysicalCapacity that does not add up',
        textOf(storage, 'name') ?? uuid,
      );
    }
    const isAsExpected = layers < 0 || layers === sum(expected);
    if (!isAsExpected) deal(here, expected, layers, given);
    const physical = (isAsExpected ? sum(expected) : layers) + others;
    return { row: storage, taken: { virtual, physical } };
  });
  return { storages, given };
}

/** Bytes that what is captured takes physically, by what the storage says is left. */
function physicalOf(storage: Row, virtual: number): number {
  const total = numberOf(storage, 'totalCapacity');
  const used = Math.max(0, total - numberOf(storage, 'availableCapacity') - virtual);
  const physicalTotal = numberOf(storage, 'totalPhysicalCapacity') || total;
  return physicalTotal - used - numberOf(storage, 'availablePhysicalCapacity');
}

/** Deals so many bytes out; the last one takes what is left. */
function deal(
  volumes: readonly Row[],
  expected: readonly number[],
  bytes: number,
  given: Map<string, number>,
): void {
  let left = bytes;
  for (const [i, volume] of volumes.entries()) {
    const isLast = i === volumes.length - 1;
    const layer = isLast ? left : Math.min(expected[i] ?? 0, left);
    left -= layer;
    if (layer !== expected[i]) given.set(uuidOf(volume), layer);
  }
}

/** What the snapshots that a volume follows on hold, as a seed counts it. */
function heldBySnapshots(cloud: Cloud): Map<string, number> {
  const known = new Map(cloud.snapshots.map((row) => [uuidOf(row), row]));
  const held = new Map<string, number>();
  for (const [volume, latest] of latestOf(cloud)) {
    let bytes = 0;
    const seen = new Set<Row>();
    for (let at: Row | undefined = latest; at && !seen.has(at);) {
      seen.add(at);
      bytes += numberOf(at, 'size');
      at = known.get(wordOf(at, 'parentUuid'));
    }
    held.set(volume, bytes);
  }
  return held;
}
