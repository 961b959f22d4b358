import { images } from './images.js';
import type { View } from './view.js';
import { worlds } from './worlds.js';

/** All views, in the order of the navigation; the first is shown where the address names none. */
export const VIEWS: readonly View[] = [images, worlds];
