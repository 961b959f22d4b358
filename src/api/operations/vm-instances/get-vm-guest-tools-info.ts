import * as z from 'zod';
import { vmOf } from '../../../services/resources/lookup.js';
import { checkGuestToolsInfo, guestToolsOf } from '../../../services/vm-instances/guest-tools.js';
import { defineSync } from '../../define-operation.js';
import { requiredText, textList } from '../../params.js';

export const getVmGuestToolsInfo = defineSync({
  name: 'GetVmGuestToolsInfo',
  family: 'vm-instances',
  method: 'GET',
  paths: ['/v1/vm-instances/{uuid}/guest-tools-infos'],
  auth: true,
  summary: 'Tells whether guest tools run in a VM, and which',
  params: {
    uuid: requiredText({ resourceType: 'VmInstance' }),
    debug: textList({ description: 'lighttpd, pushgateway, or all' }),
  },
  returns: {
    version: z.string().nullable(),
    status: z.string().describe('Running, NotRunning, Not Connected or Not Supported'),
    features: z.record(z.string(), z.string()).nullable(),
  },
  run(world, { uuid, debug }) {
    const vm = vmOf(world, uuid);
    checkGuestToolsInfo(vm, debug ?? []);
    return guestToolsOf(world, vm, debug ?? []);
  },
});
