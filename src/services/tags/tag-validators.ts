import { apiError } from '../../core/api-error.js';
import { fits } from '../../domain/tag/tag-format.js';
import { VIRTIO_SCSI } from '../../domain/tag/volume-tags.js';
import type { World } from '../../domain/world.js';
import { STORAGE_TAG_VALIDATORS } from './storage-tag-validators.js';
import { VM_TAG_VALIDATORS } from './vm-tag-validators.js';

/** Throws where a resource cannot have a tag of this format now. */
export type TagValidator = (world: World, resourceUuid: string, tag: string) => void;

/** What must hold of a resource before it gets a tag of this format. */
const VALIDATORS: Readonly<Record<string, TagValidator>> = {
  [VIRTIO_SCSI]: refuseWhileVmRuns,
  ...STORAGE_TAG_VALIDATORS,
  ...VM_TAG_VALIDATORS,
};

/** @throws SYS.1007 or SYS.1006 where the resource cannot have this tag now */
export function validateTag(world: World, resourceUuid: string, tag: string): void {
  for (const [format, validate] of Object.entries(VALIDATORS)) {
    if (fits(format, tag)) validate(world, resourceUuid, tag);
  }
}

/** The controller of a disk does not change while its VM is on. */
function refuseWhileVmRuns({ repositories }: World, volumeUuid: string): void {
  const vmUuid = repositories.volumes.find(volumeUuid)?.vmInstanceUuid ?? null;
  const vm = vmUuid === null ? undefined : repositories.vmInstances.find(vmUuid);
  if (vm?.state !== 'Running' && vm?.state !== 'Unknown') return;
  throw apiError(
    'SYS.1007',
    `vm current state[${vm.state}], modify virtioSCSI requires the vm state[Stopped]`,
  );
}
