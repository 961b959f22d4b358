import * as z from 'zod';
import { CONSOLE_PASSWORD } from '../../../domain/tag/vm-tags.js';
import { settingOf } from '../../../services/vm-instances/vm-settings.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getVmConsolePassword = defineSync({
  name: 'GetVmConsolePassword',
  family: 'vm-instances',
  method: 'GET',
  paths: ['/v1/vm-instances/{uuid}/console-passwords'],
  auth: true,
  summary: 'Answers the password of the console of a VM',
  params: { uuid: requiredText({ resourceType: 'VmInstance' }) },
  returns: { password: z.string().nullable() },
  run: (world, { uuid }) => ({ password: settingOf(world, uuid, CONSOLE_PASSWORD) }),
});
