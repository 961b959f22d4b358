import { schemaRegistry } from './schemas.js';

export const TEXT = { 'text/plain': { schema: { type: 'string' } } };

export const json = (schema: object, more: object = {}) => ({
  'application/json': { schema, ...more },
});

export const BYTES = { type: 'string', format: 'binary' };

export type Schemas = ReturnType<typeof schemaRegistry>;

export type Refer = Schemas['refer'];
