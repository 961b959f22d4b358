import { ApiError, apiError } from '../../core/api-error.js';
import type { Volume } from '../../domain/volume/volume.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import { vmOf, volumeOf } from '../resources/lookup.js';
import { becomeType, placeAs, type NewPlace } from '../volumes/change-volume-type.js';
import { rootVolumeOf } from './reimage-vm.js';
import { stateRefusal } from './vm-states.js';

interface BootContext {
  readonly vmUuid: string;
  readonly volumeUuid: string;
  newRoot?: NewPlace;
  formerRoot?: NewPlace;
}

type Run = StepRun<BootContext>;

/**
 * What a volume must be that a VM is to boot from.
 * @throws SYS.1007
 */
export function checkBootVolume(vmUuid: string, volume: Volume): void {
  if (volume.isShareable) throw apiError('SYS.1007', 'boot volume cannot be shareable.');
  if (volume.vmInstanceUuid === vmUuid) return;
  throw apiError('SYS.1007', `volume[uuid:${volume.uuid}] must be attached to vm[uuid:${vmUuid}]`);
}

/**
 * A data volume of a VM becomes its root volume, which takes its place. Steps and their names are the real system's, but
 * for the last: it takes away the folders that are left, and fails never.
 */
export const setBootVolumeFlow: Flow<BootContext> = {
  name: 'set-boot-volume',
  firstStep: 'check-operation-allowed',
  steps: {
    'check-operation-allowed'(run) {
      if (isRootAlready(run)) return;
      run.schedule('change-new-root-volume-type');
    },
    'change-new-root-volume-type'(run) {
      const { world, context } = run;
      context.newRoot = placeAs(world, volumeOf(world, context.volumeUuid), 'Root');
      run.schedule('change-origin-root-volume-type');
    },
    'change-origin-root-volume-type'(run) {
      run.context.formerRoot = placeAs(run.world, rootOf(run), 'Data');
      run.schedule('set-boot-volume-in-db');
    },
    'set-boot-volume-in-db'(run) {
      const { world, context, now } = run;
      const { newRoot, formerRoot, volumeUuid, vmUuid } = context;
      const volume = volumeOf(world, volumeUuid);
      if (!newRoot || !formerRoot) throw new Error('the flow has not moved the volumes yet');
      const { deviceId } = volume;
      becomeType(world, rootOf(run), { type: 'Data', deviceId }, formerRoot, now);
      becomeType(world, volume, { type: 'Root', deviceId: 0 }, newRoot, now);
      run.succeed({ vmUuid });
    },
  },
  rollback: () => undefined,
};

/**
 * One that is the root volume already is left alone, whatever the VM does.
 * @throws VM.1010 unless the VM is Stopped
 */
function isRootAlready({ world, context, succeed }: Run): boolean {
  const { vmUuid, volumeUuid } = context;
  const vm = vmOf(world, vmUuid);
  if (rootVolumeOf(world, vmUuid)?.uuid === volumeUuid) {
    succeed({ vmUuid });
    return true;
  }
  const refusal = stateRefusal(vm, 'APISetVmBootVolumeMsg');
  if (refusal) throw new ApiError(refusal);
  return false;
}

function rootOf({ world, context }: Run): Volume {
  const root = rootVolumeOf(world, context.vmUuid);
  if (!root)
    throw apiError('SYS.1000', `cannot find the root volume of vm[uuid:${context.vmUuid}]`);
  return root;
}
