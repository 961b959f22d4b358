import { checkMtu, setMtu } from '../../../services/networks/l3-networks.js';
import { l3NetworkOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText, wholeNumber } from '../../params.js';

export const setL3NetworkMtu = defineCommand({
  name: 'SetL3NetworkMtu',
  family: 'l3-networks',
  method: 'POST',
  paths: ['/v1/l3-networks/{l3NetworkUuid}/mtu'],
  bodyKey: 'params',
  summary: 'Sets the MTU of a network',
  params: {
    l3NetworkUuid: requiredText({ resourceType: 'L3Network' }),
    mtu: wholeNumber('Integer', { required: true, numberRange: [68, 9216] }),
  },
  returns: {},
  check: (world, { params }) =>
    checkMtu(world, l3NetworkOf(world, params.l3NetworkUuid), params.mtu ?? 0),
  run({ world, params, now }) {
    setMtu(world, params.l3NetworkUuid, params.mtu ?? 0, now);
  },
});
