import * as z from 'zod';
import { defineSync } from '../../define-operation.js';

/** As `identity.init.type` says by default: accounts with users, and the projects of the enterprise edition. */
const MODELS = ['IAM', 'IAM2'];

export const getSupportedIdentityModels = defineSync({
  name: 'GetSupportedIdentityModels',
  family: 'login',
  method: 'GET',
  paths: ['/v1/identity-models'],
  auth: false,
  summary: 'Tells what kinds of identities the cloud was set up with',
  params: {},
  returns: { configs: z.array(z.string()) },
  run: () => ({ configs: [...MODELS] }),
});
