import * as z from 'zod';
import { apiError } from '../../../core/api-error.js';
import { sumCapacity } from '../../../services/hosts/sum-capacity.js';
import { defineSync } from '../../define-operation.js';
import { flag, optionalChoice, textList } from '../../params.js';

const capacity = {
  totalCpu: z.int().describe('virtual CPUs'),
  availableCpu: z.int().describe('virtual CPUs'),
  totalMemory: z.int().describe('bytes'),
  availableMemory: z.int().describe('bytes'),
  managedCpuNum: z.int().describe('threads'),
} as const;

export const getCpuMemoryCapacity = defineSync({
  name: 'GetCpuMemoryCapacity',
  family: 'hosts',
  method: 'GET',
  paths: ['/v1/hosts/capacities/cpu-memory'],
  auth: true,
  summary: 'Sums what hosts have that are Enabled and Connected: named ones, or those of places',
  params: {
    zoneUuids: textList({ resourceType: 'Zone' }),
    clusterUuids: textList({ resourceType: 'Cluster' }),
    hostUuids: textList({ resourceType: 'Host' }),
    hypervisorType: optionalChoice(['KVM', 'ESX']),
    all: flag(false),
  },
  returns: {
    ...capacity,
    capacityData: z.array(z.object({ resourceUuid: z.string(), ...capacity })).nullable(),
    resourceType: z.string().nullable(),
  },
  run(world, { zoneUuids, clusterUuids, hostUuids, hypervisorType, all }) {
    const [zones, clusters, hosts] = [zoneUuids ?? [], clusterUuids ?? [], hostUuids ?? []];
    if (!all && zones.length === 0 && clusters.length === 0 && hosts.length === 0) {
      throw apiError(
        'SYS.1007',
        'zoneUuids, clusterUuids, hostUuids must at least have one be none-empty list, or all is set to true',
      );
    }
    // Who asks for all, and names no zones, is asked for no kind either.
    const isAll = all && zones.length === 0;
    const type = isAll ? null : hypervisorType;
    if (hosts.length > 0) return sumCapacity(world, 'hosts', hosts, type);
    if (clusters.length > 0) return sumCapacity(world, 'clusters', clusters, type);
    const every = isAll ? world.repositories.zones.list().map(({ uuid }) => uuid) : zones;
    return sumCapacity(world, 'zones', every, type);
  },
});
