import { anyHostInventory, toHostInventory } from '../../../contract/inventories/host-inventory.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import { hostsForLocalVolume } from '../../../services/volumes/migrate-local-volume.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const localStorageGetVolumeMigratableHosts = defineSync({
  name: 'LocalStorageGetVolumeMigratableHosts',
  family: 'volumes',
  method: 'GET',
  paths: ['/v1/volumes/{volumeUuid}/migration-target-hosts'],
  auth: true,
  summary: 'Tells to the disks of which hosts a volume on local storage could go',
  params: { volumeUuid: requiredText({ resourceType: 'Volume', checkAccount: true }) },
  returns: { inventories: anyHostInventory.array() },
  run(world, { volumeUuid }) {
    const hosts = hostsForLocalVolume(world, volumeOf(world, volumeUuid));
    return { inventories: world.repositories.hosts.withUse(hosts).map(toHostInventory) };
  },
});
