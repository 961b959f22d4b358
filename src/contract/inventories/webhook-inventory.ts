import type * as z from 'zod';
import type { Webhook } from '../../domain/webhook/webhook.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, text, timestamp, uuid } from './inventory.js';

export const webhookInventory = inventory('org.zstack.header.core.webhooks.WebhookInventory', {
  uuid,
  name: text,
  description: optionalText,
  url: text,
  type: text,
  opaque: optionalText,
  createDate: timestamp,
  lastOpDate: timestamp,
});
export const toWebhookInventory = (hook: Webhook): z.infer<typeof webhookInventory> => ({
  uuid: hook.uuid,
  name: hook.name,
  description: hook.description,
  url: hook.url,
  type: hook.type,
  opaque: hook.opaque,
  createDate: toTimestamp(hook.createDate),
  lastOpDate: toTimestamp(hook.lastOpDate),
});
