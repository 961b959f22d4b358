import type { AsyncCall } from '../../define-operation.js';
import { CREATE_PARAMS, optionalText, requiredText } from '../../params.js';

/** What every new primary storage is given. */
export const NEW_STORAGE_PARAMS = {
  url: requiredText({ maxLength: 2048 }),
  name: requiredText({ maxLength: 255 }),
  description: optionalText({ maxLength: 2048 }),
  type: optionalText(),
  zoneUuid: requiredText({ resourceType: 'Zone' }),
  ...CREATE_PARAMS,
} as const;

/** The part of a call that every new storage takes over. */
export const storageOfCall = ({
  params,
  systemTags,
  userTags,
  tagUuids,
}: Pick<
  AsyncCall<typeof NEW_STORAGE_PARAMS>,
  'params' | 'systemTags' | 'userTags' | 'tagUuids'
>) => ({
  name: params.name,
  url: params.url,
  description: params.description,
  zoneUuid: params.zoneUuid,
  resourceUuid: params.resourceUuid,
  systemTags,
  userTags,
  tagUuids,
});
