import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { createVmFlow } from '../../../services/vm-instances/create-vm.js';
import { disksOfGroup } from '../../../services/vm-instances/group-sources.js';
import { defineAsync } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import {
  CREATE_PARAMS,
  listMap,
  optionalText,
  requiredText,
  textList,
  type ParamValues,
} from '../../params.js';
import {
  AFTER_SOURCE,
  BEFORE_SOURCE,
  checkVmOfSource,
  quotaOfSource,
  requestOfSource,
} from './vm-from-source.js';

const { vmNicParams: _nics, ...before } = BEFORE_SOURCE;
const { zoneUuid, clusterUuid, hostUuid, defaultL3NetworkUuid, strategy } = AFTER_SOURCE;
const params = {
  ...before,
  volumeSnapshotGroupUuid: requiredText({
    resourceType: 'VolumeSnapshotGroup',
    checkAccount: true,
  }),
  zoneUuid,
  clusterUuid,
  hostUuid,
  primaryStorageUuidForRootVolume: optionalText({ resourceType: 'PrimaryStorage' }),
  defaultL3NetworkUuid,
  strategy,
  rootVolumeSystemTags: textList(),
  dataVolumeSystemTags: listMap({ description: 'by the uuid of the snapshot' }),
  ...CREATE_PARAMS,
};

export const createVmInstanceFromVolumeSnapshotGroup = defineAsync({
  name: 'CreateVmInstanceFromVolumeSnapshotGroup',
  family: 'vm-instances',
  method: 'POST',
  paths: ['/v1/vm-instances/from/volume-snapshots/group/{volumeSnapshotGroupUuid}'],
  bodyKey: 'params',
  auth: true,
  summary: 'Makes a VM with the disks that a group of snapshots froze',
  params,
  returns: { inventory: vmInstanceInventory },
  flow: createVmFlow,
  quota(world, { params: given, caller }) {
    if (caller.isAdmin) return {};
    const { root, data } = disksOfGroup(world, given.volumeSnapshotGroupUuid);
    const bytes = [root, ...data].reduce((all, { virtualSize }) => all + virtualSize, 0);
    const quotas = quotaOfSource(world, asCommon(given), bytes);
    return { ...quotas, 'volume.data.num': data.length };
  },
  check: (world, { params: given, systemTags }) =>
    checkVmOfSource(world, asCommon(given), systemTags),
  context(world, call) {
    const given = call.params;
    const { root, data } = disksOfGroup(world, given.volumeSnapshotGroupUuid);
    const dataSnapshots = data.map(({ uuid }) => ({
      uuid,
      systemTags: given.dataVolumeSystemTags?.[uuid] ?? [],
    }));
    const source = { kind: 'snapshot', uuid: root.uuid } as const;
    const ofRoot = given.rootVolumeSystemTags ?? [];
    const common = asCommon(given);
    return { request: requestOfSource(world, call, common, source, ofRoot, dataSnapshots) };
  },
  result: vmResult,
});

/** It says less than its siblings, and one thing in another word. */
const asCommon = (given: ParamValues<typeof params>) => ({
  ...given,
  platform: null,
  vmNicParams: null,
  primaryStorageUuid: given.primaryStorageUuidForRootVolume,
});
