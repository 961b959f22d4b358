import { zoneInventory } from '../../../contract/inventories/zone-inventory.js';
import { zoneStateMachine } from '../../../domain/zone/zone.js';
import { changeClusterState } from '../../../services/clusters/change-cluster-state.js';
import { zoneOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { zoneResult } from '../../inventory-of.js';
import { requiredChoice, requiredText } from '../../params.js';

export const changeZoneState = defineCommand({
  name: 'ChangeZoneState',
  family: 'zones',
  method: 'PUT',
  paths: ['/v1/zones/{uuid}/actions'],
  bodyKey: 'changeZoneState',
  adminOnly: true,
  summary: 'Enables or disables a zone, with its clusters and their hosts',
  params: {
    uuid: requiredText({ resourceType: 'Zone' }),
    stateEvent: requiredChoice(['enable', 'disable']),
  },
  returns: { inventory: zoneInventory },
  run({ world, params, now }) {
    const zone = zoneOf(world, params.uuid);
    const state = zoneStateMachine.next(zone.state, params.stateEvent);
    for (const cluster of world.repositories.clusters.listByZone(zone.uuid)) {
      changeClusterState(world, cluster, params.stateEvent, now);
    }
    world.repositories.zones.update(zone, { state }, now);
    return { uuid: zone.uuid };
  },
  result: zoneResult,
});
