import { anyHostInventory } from '../../../contract/inventories/host-inventory.js';
import {
  changeHostStateFlow,
  checkMaintain,
  HOST_STATE_EVENTS,
} from '../../../services/hosts/change-host-state.js';
import { hostOf } from '../../../services/resources/lookup.js';
import { defineAsync } from '../../define-operation.js';
import { plainHostResult } from '../../inventory-of.js';
import { requiredChoice, requiredText } from '../../params.js';

export const changeHostState = defineAsync({
  name: 'ChangeHostState',
  family: 'hosts',
  method: 'PUT',
  paths: ['/v1/hosts/{uuid}/actions'],
  bodyKey: 'changeHostState',
  auth: true,
  adminOnly: true,
  summary: 'Enables or disables a host, or brings it into maintenance: its VMs leave it then',
  params: {
    uuid: requiredText({ resourceType: 'Host' }),
    stateEvent: requiredChoice(HOST_STATE_EVENTS),
  },
  returns: { inventory: anyHostInventory },
  flow: changeHostStateFlow,
  check: (world, { params }) => checkMaintain(hostOf(world, params.uuid), params.stateEvent),
  context: (_world, { params }) => ({ uuid: params.uuid, event: params.stateEvent }),
  result: plainHostResult,
});
