import { ask, request } from './api.js';
import { closedBecause } from './viewer.js';

/** One inventory, as the image API shows it. */
export type Inventory = Readonly<Record<string, unknown>> & { readonly uuid: string };

export interface ResourcePage<T> {
  readonly inventories: readonly T[];
  readonly total?: number;
}

export interface Wanted {
  readonly q?: readonly string[];
  readonly sort?: string | undefined;
  readonly start?: number;
  readonly limit?: number;
  readonly total?: boolean;
}

/** The addresses of kinds in the image API, where the emulator's own is closed to the viewer. */
const PATHS: Readonly<Record<string, string>> = {
  image: '/images',
  volume: '/volumes',
  volumeSnapshot: '/volume-snapshots',
  volumeSnapshotTree: '/volume-snapshots/trees',
  vmInstance: '/vm-instances',
  backupStorage: '/backup-storage',
  primaryStorage: '/primary-storage',
  systemTag: '/system-tags',
  userTag: '/user-tags',
  host: '/hosts',
};

/**
 * Resources of a kind. The emulator's own API is asked, which leaves no trace in the journal and meets no fault; where
 * it is closed the image API, as any client with the viewer's session.
 */
export function resources<T = Inventory>(
  kind: string,
  { q = [], sort, start = 0, limit = 100, total = false }: Wanted,
  signal?: AbortSignal,
): Promise<ResourcePage<T>> {
  const page = { q, start, limit, ...(sort === undefined ? {} : { sort }) };
  return closedBecause.value === undefined
    ? ask<ResourcePage<T>>(`/resources/${kind}`, { ...page, total }, signal)
    : request<ResourcePage<T>>('GET', PATHS[kind] ?? `/${kind}`, {
        query: { ...page, replyWithCount: total },
        ...(signal ? { signal } : {}),
      });
}
