import { checkReceivers, revoke } from '../../../services/accounts/sharing.js';
import { defineCommand } from '../../define-operation.js';
import { flag, requiredList, textList } from '../../params.js';

export const revokeResourceSharing = defineCommand({
  name: 'RevokeResourceSharing',
  family: 'accounts',
  method: 'PUT',
  paths: ['/v1/accounts/resources/actions'],
  bodyKey: 'revokeResourceSharing',
  adminOnly: true,
  summary: 'Takes back what was shared',
  params: {
    resourceUuids: requiredList({ nonempty: true, resourceType: 'Resource' }),
    toPublic: flag(false),
    accountUuids: textList({ resourceType: 'Account' }),
    all: flag(false, { description: 'from everybody' }),
  },
  returns: {},
  check: (_world, { params: { accountUuids, all } }) => checkReceivers('all', all, accountUuids),
  run({ world, params: { resourceUuids, accountUuids, toPublic } }) {
    revoke(world, resourceUuids, { accountUuids: accountUuids ?? [], toPublic });
  },
});
