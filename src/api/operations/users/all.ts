import type { Operation } from '../../define-operation.js';
import { addUserToGroup } from './add-user-to-group.js';
import { attachPoliciesToUser } from './attach-policies-to-user.js';
import { attachPolicyToUserGroup } from './attach-policy-to-user-group.js';
import { attachPolicyToUser } from './attach-policy-to-user.js';
import { createPolicy } from './create-policy.js';
import { createUserGroup } from './create-user-group.js';
import { createUser } from './create-user.js';
import { deletePolicy } from './delete-policy.js';
import { deleteUserGroup } from './delete-user-group.js';
import { deleteUser } from './delete-user.js';
import { detachPoliciesFromUser } from './detach-policies-from-user.js';
import { detachPolicyFromUserGroup } from './detach-policy-from-user-group.js';
import { detachPolicyFromUser } from './detach-policy-from-user.js';
import { logInByUser } from './log-in-by-user.js';
import { queryPolicy } from './query-policy.js';
import { queryUserGroup } from './query-user-group.js';
import { queryUser } from './query-user.js';
import { removeUserFromGroup } from './remove-user-from-group.js';
import { updateUserGroup } from './update-user-group.js';
import { updateUser } from './update-user.js';

/** The operations of this family. */
export const USERS_OPERATIONS: readonly Operation[] = [
  addUserToGroup,
  attachPoliciesToUser,
  attachPolicyToUserGroup,
  attachPolicyToUser,
  createPolicy,
  createUserGroup,
  createUser,
  deletePolicy,
  deleteUserGroup,
  deleteUser,
  detachPoliciesFromUser,
  detachPolicyFromUserGroup,
  detachPolicyFromUser,
  logInByUser,
  queryPolicy,
  queryUserGroup,
  queryUser,
  removeUserFromGroup,
  updateUserGroup,
  updateUser,
];
