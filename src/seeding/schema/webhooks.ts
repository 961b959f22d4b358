import * as z from 'zod';
import { choosable, resource } from './fields.js';

export const webhook = z.strictObject({
  ...resource,
  url: choosable(z.string().min(1).max(2048)),
  type: choosable(z.string().min(1).max(255)).default('CanonicalEvent'),
  opaque: choosable(z.string().nullable()).default(null),
});
