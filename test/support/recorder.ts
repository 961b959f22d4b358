import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Hands on everything between a client and an address, and keeps the requests byte for byte. */
export async function recorder(address: string) {
  const { hostname, port } = new URL(address);
  const connections: Buffer[][] = [];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const chunks: Buffer[] = [];
    connections.push(chunks);
    const target = connect(Number(port), hostname);
    for (const socket of [client, target]) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        target.destroy();
      });
    }
    client.on('data', (chunk: Buffer) => chunks.push(chunk));
    client.pipe(target);
    target.pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = (server.address() as AddressInfo).port;
  return {
    port: own,
    url: `http://127.0.0.1:${own}`,
    /** The requests of all connections, as they were sent. */
    requests: (): string[] =>
      connections.flatMap((chunks) => split(Buffer.concat(chunks).toString('latin1'))),
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** The requests that were sent on one connection, one after the other. */
function split(text: string): string[] {
  const requests: string[] = [];
  let rest = text;
  for (;;) {
    const head = rest.indexOf('\r\n\r\n');
    if (head === -1) return requests;
    const [, length = '0'] = /\r\ncontent-length: (\d+)/i.exec(rest.slice(0, head + 2)) ?? [];
    const end = head + 4 + Number(length);
    requests.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
}
