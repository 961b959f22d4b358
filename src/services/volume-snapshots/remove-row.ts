import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';
import type { World } from '../../domain/world.js';
import { releaseContent } from '../images/contents.js';
import { leaveGroup } from './groups/snapshot-group.js';

export function removeTree({ repositories }: World, uuid: string): void {
  repositories.tags.removeAll(uuid);
  repositories.accounts.disown(uuid);
  repositories.volumeSnapshots.removeTree(uuid);
}

/** Removes the snapshot itself; what follows on it is the caller's. */
export function removeRow(world: World, snapshot: VolumeSnapshot): void {
  const { uuid, contentId } = snapshot;
  const { volumeSnapshots, accounts, tags } = world.repositories;
  leaveGroup(world, snapshot);
  tags.removeAll(uuid);
  accounts.disown(uuid);
  volumeSnapshots.remove(uuid);
  releaseContent(world, contentId);
}
