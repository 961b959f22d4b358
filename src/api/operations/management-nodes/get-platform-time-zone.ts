import * as z from 'zod';
import { timeZoneAt } from '../../../contract/timestamp.js';
import { defineSync } from '../../define-operation.js';

export const getPlatformTimeZone = defineSync({
  name: 'GetPlatformTimeZone',
  family: 'management-nodes',
  method: 'GET',
  paths: ['/v1/management-nodes/platform-timezone'],
  auth: true,
  adminOnly: true,
  summary: 'Tells the time zone that dates on the wire are in',
  params: {},
  returns: { timezone: z.string(), offset: z.string().describe('e.g. +08:00, or Z') },
  run: ({ clock }) => timeZoneAt(clock.now()),
});
