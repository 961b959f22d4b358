import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import { apiError } from '../../../core/api-error.js';
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
  check(world, { params }) {
    const { uuid, type, status } = volumeOf(world, params.uuid);
    if (type === 'Root') {
      throw apiError('SYS.1006', `it's not allowed to change state of root volume, uuid:${uuid}`);
    }
    if (status === 'Deleted') {
      throw apiError(
        'SYS.1006',
        `the volume[uuid:${uuid}] is in status of deleted, cannot do the operation`,
      );
    }
  },
  run({ world, params, now }) {
    const volume = volumeOf(world, params.uuid);
    const state = volumeStateMachine.next(volume.state, params.stateEvent);
    world.repositories.volumes.update(volume, { state }, now);
    return { volumeUuid: volume.uuid };
  },
  result: volumeResult,
});
