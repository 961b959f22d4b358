import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { tokenOf } from '../../../domain/tag/tag-format.js';
import { BOOT_ORDER, BOOT_ORDER_ONCE, CD_ROM_BOOT_ONCE } from '../../../domain/tag/vm-tags.js';
import { BOOT_DEVICES } from '../../../domain/vm-instance/vm-instance.js';
import { putSetting, removeSetting } from '../../../services/vm-instances/vm-settings.js';
import { defineCommand } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { requiredText, textList } from '../../params.js';

export const setVmBootOrder = defineCommand({
  name: 'SetVmBootOrder',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'setVmBootOrder',
  summary: 'Says in which order a VM tries its devices; without one it is the usual order',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }),
    bootOrder: textList(),
  },
  returns: { inventory: vmInstanceInventory },
  check(_world, { params: { bootOrder } }) {
    const unknown = bootOrder?.find((device) => !BOOT_DEVICES.includes(device));
    if (unknown === undefined) return;
    throw apiError(
      'SYS.1007',
      `invalid boot device[${unknown}] in boot order[${bootOrder?.join(', ')}]`,
    );
  },
  run({ world, params: { uuid, bootOrder }, systemTags, now }) {
    if (bootOrder === null) removeSetting(world, uuid, BOOT_ORDER);
    else putSetting(world, uuid, BOOT_ORDER, [...new Set(bootOrder)].join(','), now);
    const [once] = systemTags.flatMap((tag) => tokenOf(BOOT_ORDER_ONCE, tag) ?? []);
    if (once?.toLowerCase() === 'true') putSetting(world, uuid, BOOT_ORDER_ONCE, 'true', now);
    else removeSetting(world, uuid, BOOT_ORDER_ONCE);
    removeSetting(world, uuid, CD_ROM_BOOT_ONCE);
    return { vmUuid: uuid };
  },
  result: vmResult,
});
