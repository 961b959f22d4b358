import * as z from 'zod';
import { HOSTNAME } from '../../../domain/tag/vm-tags.js';
import { settingOf } from '../../../services/vm-instances/vm-settings.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getVmHostname = defineSync({
  name: 'GetVmHostname',
  family: 'vm-instances',
  method: 'GET',
  paths: ['/v1/vm-instances/{uuid}/hostnames'],
  auth: true,
  summary: 'Answers the name that the guest of a VM was given',
  params: { uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }) },
  returns: { hostname: z.string().nullable() },
  run: (world, { uuid }) => ({ hostname: settingOf(world, uuid, HOSTNAME) }),
});
