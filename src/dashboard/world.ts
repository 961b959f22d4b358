import { computed } from '@preact/signals';
import { namedWorld } from './place.js';
import { home } from './viewer.js';

/** The name of the world that is looked at. */
export const worldName = computed(() => namedWorld ?? home.value);
