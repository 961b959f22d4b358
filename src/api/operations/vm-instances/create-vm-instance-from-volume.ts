import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import { createVmFlow } from '../../../services/vm-instances/create-vm.js';
import { checkRootOfVm } from '../../../services/vm-instances/root-sources.js';
import { checkOwner } from '../../authorize.js';
import { defineAsync } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { CREATE_PARAMS, requiredText } from '../../params.js';
import {
  AFTER_SOURCE,
  BEFORE_SOURCE,
  checkVmOfSource,
  quotaOfSource,
  requestOfSource,
} from './vm-from-source.js';

export const createVmInstanceFromVolume = defineAsync({
  name: 'CreateVmInstanceFromVolume',
  family: 'vm-instances',
  method: 'POST',
  paths: ['/v1/vm-instances/from/volume'],
  bodyKey: 'params',
  auth: true,
  summary: 'Makes a VM whose root volume is a data volume that is attached to none',
  params: {
    ...BEFORE_SOURCE,
    volumeUuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
    ...AFTER_SOURCE,
    ...CREATE_PARAMS,
  },
  returns: { inventory: vmInstanceInventory },
  flow: createVmFlow,
  quota: (world, { params }) => quotaOfSource(world, params, 0),
  check(world, { params, systemTags, caller }) {
    // It goes with its VM: whoever only may use it cannot give it away.
    checkOwner(world, 'Volume', [params.volumeUuid], caller);
    checkVmOfSource(world, params, systemTags);
    checkRootOfVm(volumeOf(world, params.volumeUuid));
  },
  context: (world, call) => ({
    request: requestOfSource(world, call, call.params, {
      kind: 'volume',
      uuid: call.params.volumeUuid,
    }),
  }),
  result: vmResult,
});
