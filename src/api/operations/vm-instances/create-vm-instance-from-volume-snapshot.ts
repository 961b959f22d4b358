import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { snapshotOf } from '../../../services/resources/lookup.js';
import { createVmFlow } from '../../../services/vm-instances/create-vm.js';
import { defineAsync } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { CREATE_PARAMS, requiredText, textList } from '../../params.js';
import {
  AFTER_SOURCE,
  BEFORE_SOURCE,
  checkVmOfSource,
  quotaOfSource,
  requestOfSource,
} from './vm-from-source.js';

export const createVmInstanceFromVolumeSnapshot = defineAsync({
  name: 'CreateVmInstanceFromVolumeSnapshot',
  family: 'vm-instances',
  method: 'POST',
  paths: ['/v1/vm-instances/from/volume-snapshots/{volumeSnapshotUuid}'],
  bodyKey: 'params',
  auth: true,
  summary: 'Makes a VM whose root volume holds what a snapshot froze',
  params: {
    ...BEFORE_SOURCE,
    volumeSnapshotUuid: requiredText({ resourceType: 'VolumeSnapshot', checkAccount: true }),
    ...AFTER_SOURCE,
    rootVolumeSystemTags: textList(),
    ...CREATE_PARAMS,
  },
  returns: { inventory: vmInstanceInventory },
  flow: createVmFlow,
  quota: (world, { params }) =>
    quotaOfSource(world, params, snapshotOf(world, params.volumeSnapshotUuid).virtualSize),
  check: (world, { params, systemTags }) => checkVmOfSource(world, params, systemTags),
  context: (world, call) => ({
    request: requestOfSource(
      world,
      call,
      call.params,
      { kind: 'snapshot', uuid: call.params.volumeSnapshotUuid },
      call.params.rootVolumeSystemTags ?? [],
    ),
  }),
  result: vmResult,
});
