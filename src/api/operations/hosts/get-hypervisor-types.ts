import * as z from 'zod';
import { defineSync } from '../../define-operation.js';

export const getHypervisorTypes = defineSync({
  name: 'GetHypervisorTypes',
  family: 'hosts',
  method: 'GET',
  paths: ['/v1/hosts/hypervisor-types'],
  auth: true,
  adminOnly: true,
  summary: 'Answers the kinds of hosts; that of hosts that are only pretended is not told',
  params: {},
  returns: { hypervisorTypes: z.array(z.string()) },
  run: () => ({ hypervisorTypes: ['KVM'] }),
});
