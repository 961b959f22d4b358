import * as z from 'zod';
import { BOOT_ORDER } from '../../../domain/tag/vm-tags.js';
import { settingOf } from '../../../services/vm-instances/vm-settings.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getVmBootOrder = defineSync({
  name: 'GetVmBootOrder',
  family: 'vm-instances',
  method: 'GET',
  paths: ['/v1/vm-instances/{uuid}/boot-orders'],
  auth: true,
  summary: 'Answers in which order a VM tries its devices',
  params: { uuid: requiredText({ resourceType: 'VmInstance' }) },
  returns: { orders: z.array(z.string()) },
  run(world, { uuid }) {
    const order = settingOf(world, uuid, BOOT_ORDER);
    if (order !== null) return { orders: order.split(',') };
    const drives = world.repositories.vmInstances.listCdRoms(uuid);
    const hasIso = drives.some(({ isoUuid }) => isoUuid !== null);
    return { orders: ['HardDisk', ...(hasIso ? ['CdRom'] : []), 'Network'] };
  },
});
