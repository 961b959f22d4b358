import { webhookInventory } from '../../../contract/inventories/webhook-inventory.js';
import { checkWebhookUrl, createWebhook as create } from '../../../services/webhooks/webhooks.js';
import { defineCommand } from '../../define-operation.js';
import { webhookResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS } from '../../new-resource.js';
import { optionalText, requiredText } from '../../params.js';

export const createWebhook = defineCommand({
  name: 'CreateWebhook',
  family: 'web-hooks',
  method: 'POST',
  paths: ['/v1/web-hooks'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Keeps an address for events; nothing is sent there',
  params: {
    ...NEW_RESOURCE_PARAMS,
    url: requiredText({ maxLength: 2048 }),
    type: requiredText({ maxLength: 255 }),
    opaque: optionalText(),
  },
  returns: { inventory: webhookInventory },
  check: (_world, { params }) => checkWebhookUrl(params.url),
  run: ({ world, params, now }) => ({ uuid: create(world, params, now) }),
  result: webhookResult,
});
