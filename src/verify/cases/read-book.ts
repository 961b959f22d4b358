import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import * as z from 'zod';
import { CONTRACT } from '../facts/facts.js';
import {
  caseFileSchema,
  kindsSchema,
  needsSchema,
  thingsSchema,
  unprovenSchema,
  type Book,
  type Case,
} from './case.js';

const FOLDER = join(CONTRACT, 'cases');
/** Files that hold no cases. */
const SHARED = ['needs.yaml', 'things.yaml', 'kinds.yaml', 'unproven.yaml'];

/** The cases that are written down, and what they are made with. */
export function readBook(folder: string = FOLDER): Book {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && !SHARED.includes(name))
    .toSorted();
  return {
    cases: names.flatMap((name) => casesIn(folder, name)),
    needs: read(folder, 'needs.yaml', needsSchema),
    things: read(folder, 'things.yaml', thingsSchema),
    kinds: read(folder, 'kinds.yaml', kindsSchema),
    unproven: read(folder, 'unproven.yaml', unprovenSchema),
  };
}

function casesIn(folder: string, name: string): Case[] {
  const { operation, source, cases } = read(folder, name, caseFileSchema);
  return cases.map((one) => ({
    ...one,
    operation,
    source: one.source ?? source,
    isDerived: false,
  }));
}

function read<T>(folder: string, name: string, schema: z.ZodType<T>): T {
  const { success, data, error } = schema.safeParse(load(readFileSync(join(folder, name), 'utf8')));
  if (success) return data;
  throw new SyntaxError(`contract/cases/${name}: ${z.prettifyError(error)}`);
}
