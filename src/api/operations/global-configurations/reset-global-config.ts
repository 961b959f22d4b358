import { resetGlobalConfig as reset } from '../../../services/configuration/change-global-config.js';
import { defineCommand } from '../../define-operation.js';

export const resetGlobalConfig = defineCommand({
  name: 'ResetGlobalConfig',
  family: 'global-configurations',
  method: 'PUT',
  paths: ['/v1/global-configurations/actions'],
  bodyKey: 'resetGlobalConfig',
  adminOnly: true,
  summary: 'Brings every entry of the global configuration back to its default',
  params: {},
  returns: {},
  run: ({ world }) => reset(world),
});
