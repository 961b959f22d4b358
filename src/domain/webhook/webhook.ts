import type { ResourceRepository } from '../resource-repository.js';

/** An address that a client gave for events of a type. */
export interface Webhook {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly url: string;
  readonly type: string;
  readonly opaque: string | null;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export type WebhookRepository = ResourceRepository<
  Webhook,
  'name' | 'description' | 'url' | 'type' | 'opaque'
>;
