import { vmCdRomInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { vmOf } from '../../../services/resources/lookup.js';
import { checkCreateCdRom, createCdRom } from '../../../services/vm-instances/manage-cd-roms.js';
import { defineCommand } from '../../define-operation.js';
import { vmCdRomResult } from '../../inventory-of.js';
import { CREATE_PARAMS, optionalText, requiredText } from '../../params.js';

export const createVmCdRom = defineCommand({
  name: 'CreateVmCdRom',
  family: 'vm-instances',
  method: 'POST',
  paths: ['/v1/vm-instances/cdroms'],
  bodyKey: 'params',
  summary: 'Gives a VM that is Stopped one more CD-ROM drive',
  params: {
    name: requiredText({ maxLength: 255 }),
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    isoUuid: optionalText({ resourceType: 'Image', checkAccount: true }),
    description: optionalText({ maxLength: 2048 }),
    ...CREATE_PARAMS,
  },
  returns: { inventory: vmCdRomInventory },
  check: (world, { params }) => checkCreateCdRom(vmOf(world, params.vmInstanceUuid)),
  run: ({ world, params, now }) => ({
    uuid: createCdRom(world, vmOf(world, params.vmInstanceUuid), params, now),
  }),
  result: vmCdRomResult,
});
