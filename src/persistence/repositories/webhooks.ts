import type { WebhookRepository } from '../../domain/webhook/webhook.js';
import type { Database } from '../database.js';
import { webhooks } from '../schema/index.js';
import { defineRowStore } from '../table-statements.js';

const store = defineRowStore(webhooks, ['name', 'description', 'url', 'type', 'opaque']);

export const createWebhookRepository = (database: Database): WebhookRepository =>
  store.open(database);
