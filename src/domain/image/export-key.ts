import type { WorldKeys } from '../world.js';

/** The key in the address of an image's export from a storage: the same for every export of it. */
export const exportKey = (keys: WorldKeys, storageUuid: string, imageUuid: string): string =>
  keys.of(`export/${storageUuid}/${imageUuid}`);
