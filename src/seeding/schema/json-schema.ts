import * as z from 'zod';
import { IDENTITIES, LIST_NAMES, seedSchema, type ListName } from './world.js';

const TITLE = 'A seed of zstack-image-emulator: a world to start from';

interface Entry {
  required?: string[];
  if?: object;
  else?: object;
}

/** seed/seed.schema.json: what editors are told of seeds. */
export function seedJsonSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(seedSchema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
  });
  const properties = schema.properties as Record<ListName, { items: Entry }>;
  for (const list of LIST_NAMES) {
    const { items } = properties[list];
    const { required = [] } = items;
    // What overrides another entry says only what it changes.
    items.required = [IDENTITIES[list] ?? 'name'];
    items.if = { required: ['override'], properties: { override: { const: true } } };
    items.else = { required };
  }
  return `${JSON.stringify({ $schema, title: TITLE, ...schema }, null, 2)}\n`;
}
