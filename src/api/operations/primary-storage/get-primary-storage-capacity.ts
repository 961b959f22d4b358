import * as z from 'zod';
import { apiError } from '../../../core/api-error.js';
import { defineSync } from '../../define-operation.js';
import { flag, textList } from '../../params.js';

export const getPrimaryStorageCapacity = defineSync({
  name: 'GetPrimaryStorageCapacity',
  family: 'primary-storage',
  method: 'GET',
  paths: ['/v1/primary-storage/capacities'],
  auth: true,
  adminOnly: true,
  summary: 'Sums capacities of primary storages',
  params: {
    zoneUuids: textList({ resourceType: 'Zone' }),
    clusterUuids: textList({ resourceType: 'Cluster' }),
    primaryStorageUuids: textList({ resourceType: 'PrimaryStorage' }),
    all: flag(false),
  },
  returns: {
    totalCapacity: z.int(),
    availableCapacity: z.int(),
    totalPhysicalCapacity: z.int(),
    availablePhysicalCapacity: z.int(),
  },
  run(world, params) {
    const named = params.primaryStorageUuids ?? [];
    const zones = params.zoneUuids ?? [];
    const clusters = params.clusterUuids ?? [];
    if (!params.all && named.length + zones.length + clusters.length === 0) {
      throw apiError(
        'SYS.1007',
        'zoneUuids, clusterUuids, primaryStorageUuids must have at least one be none-empty list, or all is set to true',
      );
    }
    const { primaryStorages } = world.repositories;
    // The narrowest of what is named counts, and the wider is not looked at.
    const counted = primaryStorages.list().filter(({ uuid, zoneUuid }) => {
      if (named.length > 0) return named.includes(uuid);
      if (clusters.length > 0) {
        return primaryStorages.clusterUuids(uuid).some((cluster) => clusters.includes(cluster));
      }
      return zones.length === 0 || zones.includes(zoneUuid);
    });
    const sum = (field: CapacityField) =>
      counted.reduce((total, storage) => total + storage[field], 0);
    return Object.fromEntries(CAPACITY_FIELDS.map((field) => [field, sum(field)]));
  },
});

const CAPACITY_FIELDS = [
  'totalCapacity',
  'availableCapacity',
  'totalPhysicalCapacity',
  'availablePhysicalCapacity',
] as const;
type CapacityField = (typeof CAPACITY_FIELDS)[number];
