import type { Server } from 'node:http';

/**
 * Closes connections that wait for their next request when clients hold too many of the descriptors: whoever comes anew
 * is served, and worlds can be opened.
 */
export function spareConnections(server: Server, most: number): void {
  let open = 0;
  server.on('connection', (socket) => {
    open++;
    socket.once('close', () => open--);
    if (open > most) server.closeIdleConnections();
  });
}
