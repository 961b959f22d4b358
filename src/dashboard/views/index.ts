import { history } from './history.js';
import { images } from './images.js';
import { snapshots } from './snapshots.js';
import { storages } from './storages.js';
import type { View } from './view.js';
import { vms } from './vms.js';
import { volumes } from './volumes.js';
import { work } from './work.js';
import { worlds } from './worlds.js';

/** All views, in the order of the navigation; the first is shown where the address names none. */
export const VIEWS: readonly View[] = [
  images,
  storages,
  volumes,
  snapshots,
  vms,
  work,
  history,
  worlds,
];
