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

/** The url of a Ceph storage: its monitors say where it is, and the real system writes this in its place. */
export const NOT_USED = optionalText({
  maxLength: 2048,
  description: 'not used; the inventory says so, too',
});

/** What the inventory of a Ceph storage says as its url. */
export const CEPH_URL = 'not used';

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
