import * as z from 'zod';
import { isSessionValid } from '../../../services/accounts/sessions.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const validateSession = defineSync({
  name: 'ValidateSession',
  family: 'accounts',
  method: 'GET',
  paths: ['/v1/accounts/sessions/{sessionUuid}/valid'],
  auth: false,
  summary: 'Tells whether a session is still good, without prolonging it',
  params: { sessionUuid: requiredText() },
  returns: { valid: z.boolean() },
  run: (world, { sessionUuid }) => ({ valid: isSessionValid(world, sessionUuid) }),
});
