import * as z from 'zod';
import { caseFileSchema, kindsSchema, needsSchema, thingsSchema, unprovenSchema } from './case.js';

/** contract/cases/schema.json: what editors say of files of cases, and of the four that cases share. */
export function describeCases(): string {
  const { $schema, ...cases } = z.toJSONSchema(caseFileSchema);
  const shared = {
    needs: needsSchema,
    things: thingsSchema,
    kinds: kindsSchema,
    unproven: unprovenSchema,
  };
  const definitions = Object.entries(shared).map(([name, schema]) => {
    const { $schema: _schema, ...rest } = z.toJSONSchema(schema);
    return [name, rest];
  });
  const document = { $schema, ...cases, $defs: Object.fromEntries(definitions) as object };
  return `${JSON.stringify(document, null, 2)}\n`;
}
