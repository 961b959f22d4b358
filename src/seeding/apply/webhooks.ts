import { checkWebhookUrl } from '../../services/webhooks/webhooks.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import type { Filling } from './filling.js';

export function fillWebhook(filling: Filling, made: Made<EntryOf<'webhooks'>>): void {
  const uuid = filling.uuidOf('webhook', made);
  const dates = filling.datesOf(made);
  const { name, description, url, type, opaque } = made;
  checkWebhookUrl(url);
  filling.write(() =>
    filling.world.repositories.webhooks.insert({
      uuid,
      name,
      description,
      url,
      type,
      opaque,
      ...dates,
    }),
  );
}
