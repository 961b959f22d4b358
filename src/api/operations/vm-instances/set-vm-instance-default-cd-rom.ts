import { vmCdRomInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { checkDefault, makeDefault } from '../../../services/vm-instances/manage-cd-roms.js';
import { defineCommand } from '../../define-operation.js';
import { vmCdRomResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';
import { cdRomOf, checkDriveOwner } from './cd-rom-access.js';

export const setVmInstanceDefaultCdRom = defineCommand({
  name: 'SetVmInstanceDefaultCdRom',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/cdroms/{uuid}/actions'],
  bodyKey: 'setVmInstanceDefaultCdRom',
  summary: 'Makes a CD-ROM drive the first of its VM',
  params: {
    uuid: requiredText({ resourceType: 'VmCdRom', checkAccount: true }),
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
  },
  returns: { inventory: vmCdRomInventory },
  check(world, { params: { uuid }, caller }) {
    const drive = cdRomOf(world, uuid);
    checkDriveOwner(world, drive, caller);
    checkDefault(drive);
  },
  run({ world, params: { uuid, vmInstanceUuid }, now }) {
    const drive = cdRomOf(world, uuid);
    // The real system stumbles over a drive of another VM.
    if (drive.vmInstanceUuid !== vmInstanceUuid) {
      throw apiError(
        'SYS.1000',
        `the CD-ROM[uuid:${uuid}] is not of the vm[uuid:${vmInstanceUuid}]`,
      );
    }
    checkDefault(drive);
    makeDefault(world, drive, now);
    return { uuid };
  },
  result: vmCdRomResult,
});
