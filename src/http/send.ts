import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Download } from '../api/define-operation.js';

/** Sends JSON text. */
export function sendJson(response: ServerResponse, status: number, body: string): void {
  send(response, status, 'application/json;charset=UTF-8', body);
}

/** Sends a plain text, the form of every refusal at the REST level. */
export function sendText(response: ServerResponse, status: number, body: string): void {
  send(response, status, 'text/plain;charset=UTF-8', body);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

/** Sends bytes while they are made, no faster than the client takes them. */
export async function sendBytes(response: ServerResponse, download: Download): Promise<void> {
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': download.length,
    'Content-Disposition': `attachment; filename="${download.fileName}"`,
  });
  for (const chunk of download.chunks) {
    if (response.destroyed) return;
    if (!response.write(chunk))
      await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
}
