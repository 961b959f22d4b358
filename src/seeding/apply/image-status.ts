import type { ImageStatus } from '../../domain/image/image.js';
import { Refused } from './filling.js';

/** Statuses of an image on its storages. */
type OnStorages = readonly ImageStatus[];

/** The status of an image that is so on its storages, as the flows of the emulator leave it. */
export function statusFrom(refs: OnStorages): ImageStatus {
  const has = (status: ImageStatus) => refs.includes(status);
  // A download is over when every storage has it; of a template the first storage makes it Ready.
  if (has('Downloading')) return 'Downloading';
  if (has('Ready')) return 'Ready';
  if (has('Creating')) return 'Creating';
  if (has('Migrating')) return 'Migrating';
  return has('Error') ? 'Error' : 'Deleted';
}

/**
 * Whether an image can be in this status while it is so on its storages.
 * @throws {Refused} with the reason
 */
export function checkStatus(status: ImageStatus, refs: OnStorages): void {
  const has = (one: ImageStatus) => refs.includes(one);
  if (refs.length === 0)
    throw new Refused('an image lies, or is put, on one backup storage at least');
  if (has('Creating') && has('Downloading')) {
    throw new Refused(
      'one job makes an image: it cannot be Creating on one storage and Downloading on another',
    );
  }
  const followed = statusFrom(refs);
  const isFree = status === 'Error' || status === 'Migrating';
  if (
    status === followed ||
    (isFree && followed !== 'Downloading' && followed !== 'Creating' && followed !== 'Deleted')
  ) {
    return;
  }
  throw new Refused(
    `an image that is ${listOf(refs)} on its storages is ${followed}, it cannot be ${status}: ${REASONS[followed]}`,
  );
}

const REASONS: Readonly<Record<ImageStatus, string>> = {
  Downloading: 'it is Downloading until every storage has it',
  Ready: 'one storage that has it makes it Ready',
  Creating: 'it is Creating until the first storage has it',
  Deleted: 'it is Deleted when it is Deleted everywhere, and only then',
  Error: 'no storage has it or gets it',
  Migrating: 'no storage has it or gets it',
};

const listOf = (refs: OnStorages) => [...new Set(refs)].join(' and ');
