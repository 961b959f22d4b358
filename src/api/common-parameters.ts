import { apiError } from '../core/api-error.js';
import { isPlainObject } from '../core/plain-object.js';
import { RestError } from '../core/rest-error.js';
import { isResourceUuid, RESOURCE_UUID_PATTERN } from '../core/uuid.js';
import type { Call } from './call.js';

/** The real system reads it in the handler, where a wrong one is an internal error. */
export function checkDeleteMode(mode: unknown): void {
  if (typeof mode !== 'string' || mode === 'Permissive' || mode === 'Enforcing') return;
  throw apiError(
    'SYS.1000',
    `No enum constant org.zstack.header.message.APIDeleteMessage.DeletionMode.${mode}`,
  );
}

/** @throws SYS.1007 for a `resourceUuid` that is no uuid of version 4 */
export function checkResourceUuid(uuid: unknown): void {
  if (typeof uuid !== 'string' || isResourceUuid(uuid)) return;
  throw apiError(
    'SYS.1007',
    `resourceUuid[${uuid}] is not a valid uuid. A valid uuid is a UUID(v4 recommended) with '-' stripped. see http://en.wikipedia.org/wiki/Universally_unique_identifier for format of UUID, the regular expression uses to validate a UUID is '${RESOURCE_UUID_PATTERN}'`,
  );
}

/**
 * The tags of a call as texts.
 * @throws {RestError} 500 when they are no list of texts
 */
export function tagList(name: string, value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.some((tag) => isPlainObject(tag) || Array.isArray(tag))) {
    throw new RestError(
      500,
      `java.lang.IllegalStateException: Expected BEGIN_ARRAY of strings at path $.${name}`,
    );
  }
  return value.filter((tag) => tag !== null).map((tag) => String(tag).trim());
}

/** The tags of a call, beside its parameters or among them. */
export const tagsOf = ({ systemTags, userTags, parameters }: Call) => ({
  systemTags: tagList('systemTags', systemTags ?? parameters['systemTags']),
  userTags: tagList('userTags', userTags ?? parameters['userTags']),
});
