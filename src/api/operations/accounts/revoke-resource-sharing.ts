import { checkReceivers, ownedBy, revoke } from '../../../services/accounts/sharing.js';
import { defineCommand } from '../../define-operation.js';
import { flag, requiredList, textList } from '../../params.js';

export const revokeResourceSharing = defineCommand({
  name: 'RevokeResourceSharing',
  family: 'accounts',
  method: 'PUT',
  paths: ['/v1/accounts/resources/actions'],
  bodyKey: 'revokeResourceSharing',
  summary: 'Takes back what was shared',
  params: {
    resourceUuids: requiredList({ nonempty: true, resourceType: 'Resource' }),
    toPublic: flag(false),
    accountUuids: textList({ resourceType: 'Account' }),
    all: flag(false, { description: 'from everybody' }),
  },
  returns: {},
  check(world, { params: { resourceUuids, accountUuids, toPublic, all }, caller }) {
    checkReceivers('all', all || toPublic, accountUuids);
    ownedBy(world, resourceUuids, caller);
  },
  run({ world, params, caller }) {
    const { accountUuids, toPublic, all } = params;
    const resources = ownedBy(world, params.resourceUuids, caller);
    revoke(world, resources, { accountUuids: accountUuids ?? [], toPublic, all });
  },
});
