import type { FaultRule } from '../../domain/fault/fault.js';
import type { World } from '../../domain/world.js';
import { firingRule } from './meet-fault.js';

/** Calls that move bytes of images, which a rule can change on their way. */
export const BYTE_OPERATIONS: readonly string[] = [
  'DownloadArtifact',
  'DownloadExport',
  'UploadImageSlice',
];

/** Whether a rule changes the bytes of a call that is about these resources. */
export function isCorrupted(
  world: World,
  operation: string,
  resourceUuids: readonly string[],
): boolean {
  const isMeant = ({ action, match }: FaultRule) =>
    action.kind === 'corrupt' && match.operation === operation;
  if (!world.repositories.faults.list().some(isMeant)) return false;
  const site = { operation, point: null, accountUuid: '', resourceUuids, subject: null };
  const rule = world.unitOfWork.run(() => firingRule(world, site, 'at any time', isMeant));
  return rule !== undefined;
}
