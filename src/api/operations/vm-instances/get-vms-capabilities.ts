import * as z from 'zod';
import { apiError } from '../../../core/api-error.js';
import { vmCapabilities } from '../../../services/vm-instances/vm-capabilities.js';
import { defineSync } from '../../define-operation.js';
import { requiredList } from '../../params.js';

const capabilities = z.object({
  supportLiveMigration: z.boolean(),
  supportVolumeMigration: z.boolean(),
  supportReimage: z.boolean(),
  supportMemorySnapshot: z.boolean(),
});

export const getVmsCapabilities = defineSync({
  name: 'GetVmsCapabilities',
  family: 'vm-instances',
  method: 'GET',
  paths: ['/v1/vm-instances/capabilities'],
  auth: true,
  summary: 'Answers what can be done with VMs now',
  params: { vmUuids: requiredList({ nonempty: true }) },
  returns: { vmsCaps: z.record(z.string(), capabilities) },
  run: (world, { vmUuids }) => ({
    vmsCaps: Object.fromEntries(
      vmUuids.map((uuid) => {
        const vm = world.repositories.vmInstances.find(uuid);
        // The real system stumbles over one that is not there.
        if (!vm) throw apiError('SYS.1000', 'java.lang.NullPointerException');
        return [uuid, vmCapabilities(world, vm)];
      }),
    ),
  }),
});
