import { apiError } from '../../core/api-error.js';
import type { Volume } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import { checkStorages } from './groups/check-storages.js';

/**
 * Looks at the files that a volume follows on, up to the first of its tree: all must be there, and ready.
 * @throws SYS.1006
 */
export function validateChain(world: World, volume: Volume): void {
  const { volumeSnapshots } = world.repositories;
  if (volume.status !== 'Ready') {
    throw apiError(
      'SYS.1006',
      `volume[uuid:${volume.uuid}] is not in status Ready, current is ${volume.status}, can't validate snapshot chain`,
    );
  }
  checkStorages(world, [volume], volume.vmInstanceUuid ?? undefined, 'FILE_DELETION');
  const tree = volumeSnapshots.currentTree(volume.uuid);
  if (!tree) return;
  const all = new Map(volumeSnapshots.listByTree(tree.uuid).map((one) => [one.uuid, one]));
  let at = [...all.values()].find(({ latest }) => latest);
  while (at) {
    if (at.status !== 'Ready') {
      throw apiError(
        'SYS.1006',
        `snapshot[uuid:${at.uuid}] in the chain of volume[uuid:${volume.uuid}] is in status ${at.status}`,
      );
    }
    at = at.parentUuid === null ? undefined : all.get(at.parentUuid);
  }
}
