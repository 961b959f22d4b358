import { vmOf } from '../../../services/resources/lookup.js';
import {
  attachGuestTools,
  checkAttachGuestTools,
} from '../../../services/vm-instances/guest-tools.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const attachGuestToolsIsoToVm = defineCommand({
  name: 'AttachGuestToolsIsoToVm',
  family: 'vm-instances',
  method: 'PUT',
  paths: ['/v1/vm-instances/{uuid}/actions'],
  bodyKey: 'attachGuestToolsIsoToVm',
  summary: 'Puts the ISO of the guest tools into the first drive of a VM that runs',
  params: { uuid: requiredText({ resourceType: 'VmInstance' }) },
  returns: {},
  check: (world, { params }) => checkAttachGuestTools(world, vmOf(world, params.uuid)),
  run({ world, params, now }) {
    const vm = vmOf(world, params.uuid);
    checkAttachGuestTools(world, vm);
    attachGuestTools(world, vm, now);
  },
});
