import * as z from 'zod';
import { shortName } from '../../core/releases.js';
import type {
  EnvironmentDescription,
  SnapshotDescription,
} from '../../simulation/environment-host.js';
import type { HostRequest } from '../../api/define-operation.js';
import { addressesOf, portUrlOf } from './addresses.js';

export const environmentInventory = z.object({
  name: z.string(),
  storage: z.enum(['file', 'memory']),
  origin: z
    .string()
    .describe('what it was made from, e.g. `seed edge-cases`; a reset leads back to it'),
  bytes: z.int().describe('size of its database'),
  images: z.int(),
  snapshots: z.int(),
  createDate: z.string().describe('real time, ISO 8601'),
  lastUsedDate: z.string().describe('when it last had a request, in real time'),
  idleSeconds: z
    .number()
    .nullable()
    .describe('without a request for so long it is removed; null: never'),
  port: z.int().nullable().describe('the port of its own, where it has one'),
  release: z.string().describe('the release of ZStack whose API it has, e.g. `5.3`'),
  problem: z
    .string()
    .nullable()
    .describe(
      'why it cannot be opened now, takes no more writes or is not reached at its port; null: all is well',
    ),
  url: z.string().describe('address of its image API: what a client is pointed at'),
  portUrl: z
    .string()
    .nullable()
    .describe('the same at its own port, for clients that know host and port only'),
  controlUrl: z.string().describe("address of the emulator's own API for it"),
});

export const snapshotInventory = z.object({
  name: z.string(),
  environment: z.string(),
  bytes: z.int(),
  createDate: z.string(),
});

/** An environment on the wire, with its addresses as the caller reaches it. */
export function toEnvironmentInventory(
  { createDate, lastUsedDate, idleLimit, ...rest }: EnvironmentDescription,
  { base, home }: Pick<HostRequest, 'base' | 'home'>,
): z.infer<typeof environmentInventory> {
  return {
    ...rest,
    release: shortName(rest.release),
    createDate: isoDate(createDate),
    lastUsedDate: isoDate(lastUsedDate),
    idleSeconds: idleLimit === null ? null : idleLimit / 1000,
    ...addressesOf(base, rest.name, home),
    portUrl: portUrlOf(base, rest.port),
  };
}

export const toSnapshotInventory = ({ createDate, ...rest }: SnapshotDescription) => ({
  ...rest,
  createDate: isoDate(createDate),
});

const isoDate = (time: number) => new Date(time).toISOString();
