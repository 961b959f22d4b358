import { ADMIN_ACCOUNT_UUID } from '../../domain/account/account.js';
import type { OwnedResourceType } from '../../domain/account/account.js';
import type { Filling } from './filling.js';

/** Makes an account the owner of a resource, and shares it with others. Answers the owner's uuid. */
export function own(
  filling: Filling,
  resourceType: OwnedResourceType,
  resourceUuid: string,
  owner: {
    readonly account: string;
    readonly sharedWith?: 'everybody' | readonly string[];
  },
  createDate: number,
): string {
  const { accounts, sharing } = filling.world.repositories;
  const accountUuid = filling.find('account', owner.account);
  const { sharedWith = [] } = owner;
  const receivers =
    sharedWith === 'everybody'
      ? [null]
      : [...new Set(sharedWith)].map((name) => filling.find('account', name));
  filling.write(() => {
    accounts.own(accountUuid, resourceUuid, resourceType);
    for (const receiverAccountUuid of receivers) {
      sharing.insert({
        ownerAccountUuid: ADMIN_ACCOUNT_UUID,
        receiverAccountUuid,
        toPublic: receiverAccountUuid === null,
        resourceType,
        resourceUuid,
        createDate,
        lastOpDate: createDate,
      });
    }
  });
  return accountUuid;
}
