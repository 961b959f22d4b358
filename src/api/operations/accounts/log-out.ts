import { logOut as endSession } from '../../../services/accounts/sessions.js';
import { defineSync } from '../../define-operation.js';
import { optionalText, textMap } from '../../params.js';

export const logOut = defineSync({
  name: 'LogOut',
  family: 'accounts',
  method: 'DELETE',
  paths: ['/v1/accounts/sessions/{sessionUuid}'],
  auth: false,
  summary: 'Ends a session; an unknown one is no error',
  params: { sessionUuid: optionalText(), clientInfo: textMap() },
  returns: {},
  run(world, { sessionUuid }) {
    if (sessionUuid !== null) endSession(world, sessionUuid);
    return {};
  },
});
