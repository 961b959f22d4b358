import type { Server } from 'node:http';

/** How often it is looked for connections to close while there are too many, in ms of real time. */
const INTERVAL = 50;

/**
 * Closes connections that wait for their next request while clients hold too many of the descriptors: whoever comes
 * anew is served, and worlds can be opened. Looked at again and again: without a descriptor left no connection tells
 * that it has come.
 */
export function spareConnections(server: Server, most: number): void {
  let open = 0;
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    server.closeIdleConnections();
    if (open > most) return;
    clearInterval(timer);
    timer = undefined;
  };
  server.on('connection', (socket) => {
    open++;
    socket.once('close', () => open--);
    if (open > most) timer ??= setInterval(look, INTERVAL).unref();
  });
}
