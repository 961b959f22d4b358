import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { createServer, type AddressInfo, type Server as Listener, type Socket } from 'node:net';

/**
 * Ports of single environments. What comes to one is handed to the one server of the process, with its limits and
 * its guard; only where it came from is remembered, as the environment that it is for.
 */
export class OwnPorts {
  /** Of the connection, not of the port: what outlives its environment must not become another one's. */
  readonly #environments = new WeakMap<Socket, string>();
  readonly #listeners = new Map<string, Listener>();
  readonly #server: () => Server | undefined;

  constructor(server: () => Server | undefined) {
    this.#server = server;
  }

  /** The environment at whose own port a request came in, or undefined. */
  environmentOf({ socket }: IncomingMessage): string | undefined {
    return this.#environments.get(socket);
  }

  /** Where they listen, beside the common port. */
  addresses(): AddressInfo[] {
    return [...this.#listeners.values()].flatMap(
      (listener) => (listener.address() as AddressInfo | null) ?? [],
    );
  }

  /**
   * Listens for an environment, where the common port listens; answers at which port.
   * @throws as `listen` does
   */
  async listen(name: string, port: number): Promise<number> {
    const server = this.#server();
    const common = server?.address() as AddressInfo | null | undefined;
    if (!server || !common) throw new Error('the emulator does not listen yet');
    // As a server of HTTP listens.
    const listener = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      this.#environments.set(socket, name);
      server.emit('connection', socket);
    });
    listener.listen(port, common.address);
    await once(listener, 'listening');
    // A connection that cannot be taken, as for want of descriptors, ends no process.
    listener.on('error', () => undefined);
    this.#listeners.set(name, listener);
    return (listener.address() as AddressInfo).port;
  }

  /** Takes no more connections; those that are open get their answers. */
  close(name: string): void {
    this.#listeners.get(name)?.close();
    this.#listeners.delete(name);
  }

  /** Resolves when nobody is connected any more: whoever calls it closes the connections. */
  async closeAll(): Promise<void> {
    const all = [...this.#listeners.values()];
    this.#listeners.clear();
    await Promise.all(all.map((listener) => new Promise((done) => listener.close(done))));
  }
}
