import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { RestError } from '../core/rest-error.js';

/**
 * The first file of a multipart form, as it comes; the rest of the form is dropped.
 * @throws {RestError} 400 when the body is no such form or holds no file
 */
export function multipartFile(headers: IncomingHttpHeaders, body: Readable): Promise<Readable> {
  return new Promise((resolve, reject) => {
    const refuse = () => reject(new RestError(400, 'unexpected post form'));
    let form: busboy.Busboy;
    try {
      form = busboy({ headers, limits: { files: 1, fields: 16, fieldSize: 1024 } });
    } catch {
      refuse();
      return;
    }
    let file: Readable | undefined;
    form.on('file', (_name, stream) => {
      file = stream;
      // Nobody may read it when its client goes away: a slice that was refused before.
      stream.on('error', () => undefined);
      resolve(stream);
    });
    form.on('close', refuse);
    form.on('error', () => {
      file?.destroy(new Error('the form ended too soon'));
      refuse();
    });
    // A body that has ended closes at once in Node 22, while the form still has some of it to read.
    body.on('close', () => {
      if (!body.readableEnded) form.destroy();
    });
    body.pipe(form);
  });
}
