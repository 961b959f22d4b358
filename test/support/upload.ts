import { Agent, request, type OutgoingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { TestEmulator } from './emulator';

/** One request of an upload; the body is a form with one file. */
export interface Upload {
  readonly headers?: OutgoingHttpHeaders;
  /** The file's bytes, or a stream of them. */
  readonly bytes: Buffer | Iterable<Buffer> | AsyncIterable<Buffer>;
  /** Cuts the connection after so many bytes of the file. */
  readonly cutAfter?: number;
}

const BOUNDARY = 'x-emulator-test';
const HEAD = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="image"\r\nContent-Type: application/octet-stream\r\n\r\n`;
const TAIL = `\r\n--${BOUNDARY}--\r\n`;

/** Posts a form to an upload address; resolves to the answer, or to `cut` when it was cut. */
export function upload(
  url: string,
  { headers = {}, bytes, cutAfter }: Upload,
): Promise<{ status: number; text: string } | 'cut'> {
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      {
        method: 'POST',
        agent: new Agent(),
        headers: { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`, ...headers },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    call.on('error', (error) => (cutAfter === undefined ? reject(error) : resolve('cut')));
    call.write(HEAD);
    if (cutAfter !== undefined && Buffer.isBuffer(bytes)) {
      call.write(bytes.subarray(0, cutAfter), () => setImmediate(() => call.destroy()));
      return;
    }
    const file = Readable.from(Buffer.isBuffer(bytes) ? [bytes] : bytes);
    file.on('end', () => call.end(TAIL));
    file.pipe(call, { end: false });
  });
}

/** Opens an upload by AddImage; answers the image's uuid and its addresses. */
export async function openUpload(
  emulator: TestEmulator,
  backupStorageUuids: readonly string[],
  params: object = {},
): Promise<{ uuid: string; addresses: string[] }> {
  const uuid = emulator.environment.world.chance.uuid();
  const image = await emulator.make('POST', '/images', {
    params: {
      name: 'uploaded',
      resourceUuid: uuid,
      url: `upload://${uuid}/image`,
      format: 'qcow2',
      backupStorageUuids,
      ...params,
    },
  });
  const addresses = image.backupStorageRefs.map(
    ({ installPath }: { installPath: string }) => installPath,
  );
  return { uuid, addresses };
}
