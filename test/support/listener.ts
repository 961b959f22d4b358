import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';

const open: Server[] = [];

/** Another program at a port of this machine, until the test ends; 0: any free one. */
export async function occupied(port = 0): Promise<number> {
  const server = createServer((socket) => socket.end());
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  open.push(server);
  return (server.address() as AddressInfo).port;
}

/** A port that nobody listens at now. */
export async function freePort(): Promise<number> {
  const port = await occupied();
  await new Promise((done) => open.pop()?.close(done));
  return port;
}

afterEach(async () => {
  for (const server of open.splice(0)) await new Promise((done) => server.close(done));
});
