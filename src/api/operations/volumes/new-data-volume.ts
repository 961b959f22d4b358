import type { NewDataVolume } from '../../../services/volumes/create-data-volume.js';
import type { AsyncCall } from '../../define-operation.js';
import { CREATE_PARAMS, optionalText, requiredText } from '../../params.js';

/** What every new data volume is given. */
export const NEW_VOLUME_PARAMS = {
  name: requiredText({ maxLength: 255 }),
  description: optionalText({ maxLength: 2048 }),
  ...CREATE_PARAMS,
} as const;

/** The part of a call that every new data volume takes over. */
export const volumeOfCall = ({
  params,
  systemTags,
  userTags,
  caller,
}: Pick<
  AsyncCall<typeof NEW_VOLUME_PARAMS>,
  'params' | 'systemTags' | 'userTags' | 'caller'
>): NewDataVolume => ({
  name: params.name,
  description: params.description,
  resourceUuid: params.resourceUuid,
  systemTags,
  userTags,
  ownerUuid: caller.accountUuid,
});
