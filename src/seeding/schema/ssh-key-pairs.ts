import * as z from 'zod';
import { owned, reference, resource, tags } from './fields.js';

export const sshKeyPair = z.strictObject({
  ...resource,
  ...owned,
  ...tags,
  publicKey: z.string().min(1).max(4096).describe('such as ssh-rsa AAAA…'),
  vmInstances: z.array(reference).default([]).describe('the VMs that have it'),
});
