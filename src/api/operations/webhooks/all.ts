import type { Operation } from '../../define-operation.js';
import { createWebhook } from './create-webhook.js';
import { deleteWebhook } from './delete-webhook.js';
import { queryWebhook } from './query-webhook.js';
import { updateWebhook } from './update-webhook.js';

/** The operations of this family. */
export const WEBHOOKS_OPERATIONS: readonly Operation[] = [
  createWebhook,
  deleteWebhook,
  queryWebhook,
  updateWebhook,
];
