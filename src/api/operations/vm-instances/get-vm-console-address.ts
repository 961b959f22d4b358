import * as z from 'zod';
import { vmOf } from '../../../services/resources/lookup.js';
import { consoleOf } from '../../../services/vm-instances/vm-console.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

const port = z.int().nullable();

export const getVmConsoleAddress = defineSync({
  name: 'GetVmConsoleAddress',
  family: 'vm-instances',
  method: 'GET',
  paths: ['/v1/vm-instances/{uuid}/console-addresses'],
  auth: true,
  summary: 'Answers where the console of a VM that runs would be; nobody listens there',
  params: { uuid: requiredText({ resourceType: 'VmInstance' }) },
  returns: {
    hostIp: z.string(),
    port: z.int(),
    path: z.string().nullable(),
    protocol: z.string(),
    vdiPortInfo: z.object({ vncPort: port, spicePort: port, spiceTlsPort: port }),
  },
  run: (world, { uuid }) => consoleOf(world, vmOf(world, uuid)),
});
