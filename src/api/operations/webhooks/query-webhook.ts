import {
  toWebhookInventory,
  webhookInventory,
} from '../../../contract/inventories/webhook-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryWebhook = defineQuery({
  name: 'QueryWebhook',
  family: 'web-hooks',
  paths: ['/v1/web-hooks', '/v1/web-hooks/{uuid}'],
  adminOnly: true,
  summary: 'Finds web hooks',
  returns: { inventories: webhookInventory.array() },
  entity: 'webhook',
  of: (queries) => queries.webhooks,
  toInventory: toWebhookInventory,
});
