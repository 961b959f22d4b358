import type { WorldKeys } from '../world.js';

/** The key in the address of an image's export from a storage: the same for every export of it. */
export const exportKey = (keys: WorldKeys, storageUuid: string, imageUuid: string): string =>
  keys.of(`export/${storageUuid}/${imageUuid}`);

/** The real ImageStore names the file of an export after a SHA-1. */
const FILE_KEY_LENGTH = 40;

/** The key in the name of the file, where the address has no other place for one. */
export const exportFileKey = (keys: WorldKeys, storageUuid: string, imageUuid: string): string =>
  keys.of(`export-file/${storageUuid}/${imageUuid}`, FILE_KEY_LENGTH);
