import * as z from 'zod';
import { vmOf } from '../../../services/resources/lookup.js';
import { vmCapabilities } from '../../../services/vm-instances/vm-capabilities.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

const capabilities = z.object({
  LiveMigration: z.boolean(),
  VolumeMigration: z.boolean(),
  Reimage: z.boolean(),
  MemorySnapshot: z.boolean(),
});

export const getVmCapabilities = defineSync({
  name: 'GetVmCapabilities',
  family: 'vm-instances',
  method: 'GET',
  paths: ['/v1/vm-instances/{uuid}/capabilities'],
  auth: true,
  summary: 'Answers what can be done with a VM now',
  params: { uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }) },
  returns: { capabilities },
  run(world, { uuid }) {
    const can = vmCapabilities(world, vmOf(world, uuid));
    return {
      capabilities: {
        LiveMigration: can.supportLiveMigration,
        VolumeMigration: can.supportVolumeMigration,
        Reimage: can.supportReimage,
        MemorySnapshot: can.supportMemorySnapshot,
      },
    };
  },
});
