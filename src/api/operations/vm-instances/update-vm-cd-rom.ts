import { vmCdRomInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { defineCommand } from '../../define-operation.js';
import { vmCdRomResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';
import { cdRomOf, checkDriveOwner } from './cd-rom-access.js';

export const updateVmCdRom = defineCommand({
  name: 'UpdateVmCdRom',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/cdroms/{uuid}/actions'],
  bodyKey: 'updateVmCdRom',
  summary: 'Changes the name or description of a CD-ROM drive',
  params: {
    uuid: requiredText({ resourceType: 'VmCdRom', checkAccount: true }),
    description: optionalText({ maxLength: 2048 }),
    name: optionalText({ maxLength: 255 }),
  },
  returns: { inventory: vmCdRomInventory },
  check: (world, { params, caller }) => checkDriveOwner(world, cdRomOf(world, params.uuid), caller),
  run({ world, params: { uuid, name, description }, now }) {
    const drive = cdRomOf(world, uuid);
    if (name !== null || description !== null) {
      const change = {
        name: name ?? drive.name,
        description: description ?? drive.description,
      };
      world.repositories.vmInstances.updateCdRom(drive, change, now);
    }
    return { uuid };
  },
  result: vmCdRomResult,
});
