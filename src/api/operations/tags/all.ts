import type { Operation } from '../../define-operation.js';
import { attachTagToResources } from './attach-tag-to-resources.js';
import { createSystemTag } from './create-system-tag.js';
import { createSystemTags } from './create-system-tags.js';
import { createTag } from './create-tag.js';
import { createUserTag } from './create-user-tag.js';
import { deleteTag } from './delete-tag.js';
import { detachTagFromResources } from './detach-tag-from-resources.js';
import { querySystemTag } from './query-system-tag.js';
import { queryTag } from './query-tag.js';
import { queryUserTag } from './query-user-tag.js';
import { updateSystemTag } from './update-system-tag.js';
import { updateTag } from './update-tag.js';

/** The operations of this family. */
export const TAGS_OPERATIONS: readonly Operation[] = [
  attachTagToResources,
  createSystemTag,
  createSystemTags,
  createTag,
  createUserTag,
  deleteTag,
  detachTagFromResources,
  querySystemTag,
  queryTag,
  queryUserTag,
  updateSystemTag,
  updateTag,
];
