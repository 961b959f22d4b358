import {
  clusterInventory,
  toClusterInventory,
} from '../../../contract/inventories/cluster-inventory.js';
import { anyHostInventory, toHostInventory } from '../../../contract/inventories/host-inventory.js';
import { clusterOf, vmOf } from '../../../services/resources/lookup.js';
import { hostsToStartOn } from '../../../services/vm-instances/vm-host.js';
import { checkVmState } from '../../../services/vm-instances/vm-states.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getVmStartingCandidateClustersHosts = defineSync({
  name: 'GetVmStartingCandidateClustersHosts',
  family: 'vm-instances',
  method: 'GET',
  paths: ['/v1/vm-instances/{uuid}/starting-target-hosts'],
  auth: true,
  summary: 'Finds the clusters and hosts that a VM can start on',
  params: { uuid: requiredText({ resourceType: 'VmInstance', checkAccount: true }) },
  returns: {
    hosts: anyHostInventory.array(),
    clusters: clusterInventory.array(),
  },
  run(world, { uuid }) {
    const vm = vmOf(world, uuid);
    checkVmState(vm, 'APIGetVmStartingCandidateClustersHostsMsg');
    const hosts = hostsToStartOn(world, vm, {}) ?? [];
    const clusters = new Set(hosts.map(({ clusterUuid }) => clusterUuid));
    return {
      hosts: hosts.map(toHostInventory),
      clusters: [...clusters].map((one) => toClusterInventory(clusterOf(world, one))),
    };
  },
});
