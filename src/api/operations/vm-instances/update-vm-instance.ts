import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { PLATFORMS } from '../../../domain/image/image.js';
import { fits } from '../../../domain/tag/tag-format.js';
import { ISO } from '../../../domain/tag/vm-tags.js';
import { putFirst } from '../../../services/vm-instances/iso.js';
import { checkUpdate, updateVm } from '../../../services/vm-instances/update-vm.js';
import { vmOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { optionalChoice, optionalText, requiredText, wholeNumber } from '../../params.js';

export const updateVmInstance = defineCommand({
  name: 'UpdateVmInstance',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'updateVmInstance',
  summary: 'Changes what a VM says of itself, or its size',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
    state: optionalChoice(['Stopped', 'Running']),
    defaultL3NetworkUuid: optionalText({ resourceType: 'L3Network' }),
    platform: optionalChoice(PLATFORMS),
    cpuNum: wholeNumber('Integer', { numberRange: [1, 1024] }),
    memorySize: wholeNumber('Long', { numberRange: [1, 2 ** 63] }),
    reservedMemorySize: wholeNumber('Long', { numberRange: [0, 2 ** 63] }),
    guestOsType: optionalText({ maxLength: 255 }),
  },
  returns: { inventory: vmInstanceInventory },
  check: (world, { params }) => checkUpdate(world, vmOf(world, params.uuid), params),
  run({ world, params: { uuid, ...change }, systemTags, now }) {
    const vm = vmOf(world, uuid);
    updateVm(world, vm, change, now);
    const [first] = systemTags.flatMap((tag) => (fits(ISO, tag) ? (tag.split('::')[1] ?? []) : []));
    if (first !== undefined) putFirst(world, vm, first, now);
    return { vmUuid: vm.uuid };
  },
  result: vmResult,
});
