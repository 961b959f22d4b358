import type { AsyncCall } from './define-operation.js';
import { CREATE_PARAMS, optionalText, requiredText } from './params.js';

/** What most new resources are given. */
export const NEW_RESOURCE_PARAMS = {
  name: requiredText({ maxLength: 255 }),
  description: optionalText({ maxLength: 2048 }),
  ...CREATE_PARAMS,
} as const;

/** The part of a call that every new resource of an account takes over. */
export const newResourceOf = ({
  params,
  systemTags,
  ephemeralTags,
  userTags,
  tagUuids,
  caller,
}: Pick<
  AsyncCall<typeof NEW_RESOURCE_PARAMS>,
  'params' | 'systemTags' | 'ephemeralTags' | 'userTags' | 'tagUuids' | 'caller'
>) => ({
  name: params.name,
  description: params.description,
  resourceUuid: params.resourceUuid,
  systemTags,
  ephemeralTags,
  userTags,
  tagUuids,
  ownerUuid: caller.accountUuid,
});
