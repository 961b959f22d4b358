import {
  sessionInventory,
  toSessionInventory,
} from '../../../contract/inventories/session-inventory.js';
import { renewSession as renew } from '../../../services/accounts/sessions.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText, wholeNumber } from '../../params.js';

export const renewSession = defineCommand({
  name: 'RenewSession',
  family: 'accounts',
  method: 'PUT',
  paths: ['/v1/accounts/sessions/{sessionUuid}/renew'],
  bodyKey: 'renewSession',
  summary: 'Moves the end of a session',
  params: {
    sessionUuid: requiredText({ resourceType: 'Session' }),
    duration: wholeNumber('Long', {
      numberRange: [60, 31_536_000],
      description: 'seconds from now; default: the timeout of sessions',
    }),
  },
  returns: { inventory: sessionInventory },
  run({ world, params: { sessionUuid, duration }, now }) {
    renew(world, sessionUuid, duration, now);
    return { sessionUuid };
  },
  result(world, { sessionUuid }) {
    const session = world.repositories.sessions.find(String(sessionUuid));
    return session ? { inventory: toSessionInventory(session) } : {};
  },
});
