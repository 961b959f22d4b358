import { checkReceivers, ownedResources, share } from '../../../services/accounts/sharing.js';
import { defineCommand } from '../../define-operation.js';
import { flag, requiredList, textList } from '../../params.js';

export const shareResource = defineCommand({
  name: 'ShareResource',
  family: 'accounts',
  method: 'PUT',
  paths: ['/v1/accounts/resources/actions'],
  bodyKey: 'shareResource',
  adminOnly: true,
  summary: 'Lets other accounts, or everybody, use resources',
  params: {
    resourceUuids: requiredList({ nonempty: true, resourceType: 'Resource', checkAccount: true }),
    accountUuids: textList({ resourceType: 'Account' }),
    toPublic: flag(false),
  },
  returns: {},
  check(world, { params: { resourceUuids, accountUuids, toPublic }, caller }) {
    checkReceivers('toPublic', toPublic, accountUuids);
    ownedResources(world, resourceUuids, caller);
  },
  run({ world, params, caller, now }) {
    const { accountUuids, toPublic } = params;
    const resources = ownedResources(world, params.resourceUuids, caller);
    share(
      world,
      resources,
      { accountUuids: accountUuids ?? [], toPublic },
      caller.accountUuid,
      now,
    );
  },
});
