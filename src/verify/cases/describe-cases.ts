import { z } from 'zod';
import { caseFileSchema, kindsSchema, needsSchema, thingsSchema } from './case.js';

/** contract/cases/schema.json: what editors say of files of cases, and of the three that cases share. */
export function describeCases(): string {
  const { $schema, ...cases } = z.toJSONSchema(caseFileSchema);
  const shared = { needs: needsSchema, things: thingsSchema, kinds: kindsSchema };
  const definitions = Object.entries(shared).map(([name, schema]) => {
    const { $schema: _schema, ...rest } = z.toJSONSchema(schema);
    return [name, rest];
  });
  const document = { $schema, ...cases, $defs: Object.fromEntries(definitions) as object };
  return `${JSON.stringify(document, null, 2)}\n`;
}
