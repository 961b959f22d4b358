import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import { volumeStateMachine } from '../../../domain/volume/volume.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { volumeResult } from '../../inventory-of.js';
import { requiredChoice, requiredText } from '../../params.js';

export const changeVolumeState = defineCommand({
  name: 'ChangeVolumeState',
  family: 'volumes',
  method: 'PUT',
  paths: ['/v1/volumes/{uuid}/actions'],
  bodyKey: 'changeVolumeState',
  summary: 'Enables or disables a volume',
  params: {
    uuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
    stateEvent: requiredChoice(['enable', 'disable']),
  },
  returns: { inventory: volumeInventory },
  run({ world, params, now }) {
    const volume = volumeOf(world, params.uuid);
    const state = volumeStateMachine.next(volume.state, params.stateEvent);
    world.repositories.volumes.update(volume, { state }, now);
    return { volumeUuid: volume.uuid };
  },
  result: volumeResult,
});
