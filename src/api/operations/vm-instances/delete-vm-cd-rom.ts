import { vmOf } from '../../../services/resources/lookup.js';
import { deleteCdRom } from '../../../services/vm-instances/manage-cd-roms.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';
import { checkDriveOwner } from './cd-rom-access.js';

export const deleteVmCdRom = defineCommand({
  name: 'DeleteVmCdRom',
  family: 'vm-instances',
  method: 'DELETE',
  paths: ['/v1/vm-instances/cdroms/{uuid}'],
  summary: 'Takes a CD-ROM drive from a VM that is Stopped',
  params: {
    uuid: requiredText({ resourceType: 'VmCdRom', checkAccount: true, mayBeMissing: true }),
    deleteMode: deleteMode(),
  },
  returns: {},
  check(world, { params, caller }) {
    const drive = world.repositories.vmInstances.findCdRom(params.uuid);
    if (drive) checkDriveOwner(world, drive, caller);
  },
  run({ world, params }) {
    const drive = world.repositories.vmInstances.findCdRom(params.uuid);
    if (!drive) return {};
    deleteCdRom(world, vmOf(world, drive.vmInstanceUuid), drive);
    return { vmUuid: drive.vmInstanceUuid };
  },
});
