import { webhookInventory } from '../../../contract/inventories/webhook-inventory.js';
import { webhookOf } from '../../../services/resources/lookup.js';
import { checkWebhookUrl, updateWebhook as update } from '../../../services/webhooks/webhooks.js';
import { defineCommand } from '../../define-operation.js';
import { webhookResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updateWebhook = defineCommand({
  name: 'UpdateWebhook',
  family: 'web-hooks',
  method: 'PUT',
  paths: ['/v1/web-hooks/{uuid}'],
  bodyKey: 'updateWebhook',
  adminOnly: true,
  summary: 'Changes what is given of a web hook',
  params: {
    uuid: requiredText({ resourceType: 'Webhook' }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
    url: optionalText({ maxLength: 2048 }),
    type: optionalText({ maxLength: 255 }),
    opaque: optionalText(),
  },
  returns: { inventory: webhookInventory },
  check(_world, { params }) {
    if (params.url !== null) checkWebhookUrl(params.url);
  },
  run({ world, params, now }) {
    update(world, webhookOf(world, params.uuid), params, now);
    return { uuid: params.uuid };
  },
  result: webhookResult,
});
