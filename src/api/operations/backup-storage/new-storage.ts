import type { AsyncCall } from '../../define-operation.js';
import { CREATE_PARAMS, flag, optionalText, requiredText } from '../../params.js';

/** What every new backup storage is given. */
export const NEW_STORAGE_PARAMS = {
  url: requiredText({ maxLength: 2048, emptyString: false }),
  name: requiredText({ maxLength: 255 }),
  description: optionalText({ maxLength: 2048 }),
  type: optionalText(),
  importImages: flag(false, {
    description: 'whether images come back that lay on a removed storage in this very place',
  }),
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
  resourceUuid: params.resourceUuid,
  importImages: params.importImages,
  systemTags,
  userTags,
  tagUuids,
});

/** What image servers are given beside: how they are reached. The password is kept nowhere. */
export const IMAGE_SERVER_PARAMS = {
  username: requiredText({ maxLength: 255 }),
  password: requiredText({ maxLength: 255 }),
} as const;
