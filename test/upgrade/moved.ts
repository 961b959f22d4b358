import type { Moved } from './compare';

/** What migrations since the first fixtures moved on purpose. */
export const MOVED: readonly Moved[] = [];

/** Lists that a later version may have more in, although nobody made it: settings, quotas and laws are its own. */
export const GROWING: ReadonlySet<string> = new Set([
  '/global-configurations',
  '/accounts/quotas',
  '/invariants',
]);
