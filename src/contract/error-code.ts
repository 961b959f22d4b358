import * as z from 'zod';
import { javaClasses } from './inventories/inventory.js';

/** The published error object; `documented` answers carry every field, `native` ones leave nulls out. */
export const errorCodeSchema = z
  .object({
    code: z.string(),
    description: z.string(),
    details: z.string(),
    location: z.string().optional(),
    elaboration: z.string().nullable(),
    opaque: z.record(z.string(), z.unknown()).nullable(),
    get cause() {
      return errorCodeSchema.nullable();
    },
    get causes() {
      return z.array(errorCodeSchema).optional();
    },
  })
  .meta({ id: 'ErrorCode' });

errorCodeSchema.register(javaClasses, {
  javaClass: 'org.zstack.header.errorcode.ErrorCode',
  id: 'ErrorCode',
});
