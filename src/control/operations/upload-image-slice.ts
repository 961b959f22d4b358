import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import * as z from 'zod';
import { defineUpload } from '../../api/define-operation.js';
import { optionalText, requiredText } from '../../api/params.js';
import { originOf } from '../../domain/write-history.js';
import { RestError } from '../../core/rest-error.js';
import { checkUploadAddress } from '../../services/images/uploads/upload-address.js';
import type { SliceRequest } from '../../services/images/uploads/announce-slice.js';
import { receiveSlice } from '../../services/images/uploads/receive-slice.js';
import { corrupted } from '../../services/images/corruption.js';
import { isCorrupted } from '../../simulation/faults/corrupted-bytes.js';
import { multipartFile } from '../multipart-file.js';

export const uploadImageSlice = defineUpload({
  name: 'UploadImageSlice',
  family: 'emulator',
  isForClients: true,
  // The second is that of uploads which version 0.1.0 opened.
  paths: [
    '/v1/backup-storage/{uuid}/image-uploads/{key}',
    '/v1/backup-storage/{uuid}/image-uploads',
  ],
  summary: 'Takes the bytes of an image whose url starts with upload://, whole or in slices',
  params: {
    uuid: requiredText({ resourceType: 'BackupStorage' }),
    key: optionalText({ description: 'as it stands in the address' }),
  },
  returns: { offset: z.int(), completed: z.boolean() },
  async run(world, { uuid, key }, body, headers, asking) {
    const request = sliceOf(headers);
    checkUploadAddress(world, uuid, request.key, key);
    const file = await multipartFile(headers, body);
    const upload = world.repositories.uploads.findByKey(request.key, uuid);
    const about = [uuid, upload?.imageUuid ?? request.key];
    const origin = originOf('call', 'UploadImageSlice', upload?.jobUuid ?? null, asking);
    const isChanged = world.writes.within(origin, () =>
      isCorrupted(world, 'UploadImageSlice', about),
    );
    const bytes = isChanged ? Readable.from(corrupted(file)) : file;
    return receiveSlice(world, uuid, { ...request, asking }, bytes);
  },
});

function sliceOf(headers: IncomingHttpHeaders): SliceRequest {
  const key = textOf(headers, 'x-image-uuid');
  const imageSize = numberOf(headers, 'x-image-size');
  if (key === undefined) throw new RestError(400, 'missing header X-IMAGE-UUID');
  if (imageSize === undefined) throw new RestError(400, 'missing header X-IMAGE-SIZE');
  if (imageSize === 0) {
    const offset = numberOf(headers, 'x-slice-offset') ?? 0;
    throw new RestError(400, `invalid slice offset header: ${offset}, image_size: 0`);
  }
  const sliceSize = numberOf(headers, 'x-slice-size') ?? imageSize;
  const sliceIndex = numberOf(headers, 'x-slice-index') ?? null;
  const sliceOffset = numberOf(headers, 'x-slice-offset') ?? (sliceIndex ?? 0) * sliceSize;
  if (sliceSize === 0) throw new RestError(400, 'X-SLICE-SIZE must be a number of bytes from 1');
  const sliceMd5 = textOf(headers, 'x-slice-md5')?.toLowerCase() ?? null;
  return { key, imageSize, sliceOffset, sliceSize, sliceIndex, sliceMd5 };
}

function textOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = [headers[name]].flat()[0]?.trim();
  return value === '' ? undefined : value;
}

function numberOf(headers: IncomingHttpHeaders, name: string): number | undefined {
  const text = textOf(headers, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new RestError(400, `the header ${name} must be a number of bytes, not ${text}`);
}
