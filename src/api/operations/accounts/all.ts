import type { Operation } from '../../define-operation.js';
import { changeResourceOwner } from './change-resource-owner.js';
import { checkApiPermission } from './check-api-permission.js';
import { createAccount } from './create-account.js';
import { deleteAccount } from './delete-account.js';
import { getAccountQuotaUsage } from './get-account-quota-usage.js';
import { logInByAccount } from './log-in-by-account.js';
import { logOut } from './log-out.js';
import { queryAccount } from './query-account.js';
import { queryAccountResourceRef } from './query-account-resource-ref.js';
import { queryQuota } from './query-quota.js';
import { querySharedResource } from './query-shared-resource.js';
import { renewSession } from './renew-session.js';
import { revokeResourceSharing } from './revoke-resource-sharing.js';
import { shareResource } from './share-resource.js';
import { updateAccount } from './update-account.js';
import { updateQuota } from './update-quota.js';
import { validateSession } from './validate-session.js';

/** The operations of this family. */
export const ACCOUNTS_OPERATIONS: readonly Operation[] = [
  changeResourceOwner,
  checkApiPermission,
  createAccount,
  deleteAccount,
  getAccountQuotaUsage,
  logInByAccount,
  logOut,
  queryAccount,
  queryAccountResourceRef,
  queryQuota,
  querySharedResource,
  renewSession,
  revokeResourceSharing,
  shareResource,
  updateAccount,
  updateQuota,
  validateSession,
];
