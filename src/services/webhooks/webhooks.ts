import { apiError } from '../../core/api-error.js';
import type { Webhook } from '../../domain/webhook/webhook.js';
import { isValidUrl } from '../../domain/webhook/valid-url.js';
import type { World } from '../../domain/world.js';
import { newUuid } from '../resources/lookup.js';

export interface NewWebhook {
  readonly name: string;
  readonly description: string | null;
  readonly url: string;
  readonly type: string;
  readonly opaque: string | null;
  readonly resourceUuid: string | null;
}

/** @throws SYS.1007 */
export function checkWebhookUrl(url: string): void {
  if (!isValidUrl(url)) throw apiError('SYS.1007', `Invalid url[${url}]`);
}

export function createWebhook(world: World, { resourceUuid, ...wanted }: NewWebhook, now: number) {
  const { name, description, url, type, opaque } = wanted;
  const uuid = newUuid(world, resourceUuid);
  const dates = { createDate: now, lastOpDate: now };
  world.repositories.webhooks.insert({ uuid, name, description, url, type, opaque, ...dates });
  return uuid;
}

const MUTABLE = ['name', 'description', 'url', 'type', 'opaque'] as const;

export function updateWebhook(
  world: World,
  hook: Webhook,
  given: Readonly<Record<(typeof MUTABLE)[number], string | null>>,
  now: number,
): void {
  const changed = MUTABLE.filter((field) => given[field] !== null);
  if (changed.length === 0) return;
  const change = Object.fromEntries(changed.map((field) => [field, given[field]]));
  world.repositories.webhooks.update(hook, change, now);
}
