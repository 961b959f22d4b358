import * as z from 'zod';
import { defineSync } from '../../define-operation.js';

export const isOpensourceVersion = defineSync({
  name: 'IsOpensourceVersion',
  family: 'meta-data',
  method: 'GET',
  paths: ['/v1/meta-data/opensource'],
  auth: false,
  summary: 'Tells that the open source is what is emulated',
  params: {},
  returns: { opensource: z.boolean() },
  run: () => ({ opensource: true }),
});
