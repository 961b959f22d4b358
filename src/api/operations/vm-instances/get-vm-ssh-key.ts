import * as z from 'zod';
import { SSH_KEY } from '../../../domain/tag/vm-tags.js';
import { settingOf } from '../../../services/vm-instances/vm-settings.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getVmSshKey = defineSync({
  name: 'GetVmSshKey',
  family: 'vm-instances',
  method: 'GET',
  paths: ['/v1/vm-instances/{uuid}/ssh-keys'],
  auth: true,
  summary: 'Answers the key for the log-in to the guest of a VM',
  params: { uuid: requiredText({ resourceType: 'VmInstance' }) },
  returns: { sshKey: z.string().nullable() },
  run: (world, { uuid }) => ({ sshKey: settingOf(world, uuid, SSH_KEY) }),
});
