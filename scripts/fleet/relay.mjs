// A relay before the store, of each replica its own: the way to the store is cut and given back at will.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export class Relay {
  #server;
  #sockets = new Set();
  /** `open`; `closed`: nobody takes connections; `silent`: they are taken, and nothing comes back. */
  mode = 'open';
  port;

  static async start(target) {
    const relay = new Relay();
    relay.#server = createServer((socket) => relay.#take(socket, target));
    relay.#server.listen(0, '127.0.0.1');
    await once(relay.#server, 'listening');
    relay.port = relay.#server.address().port;
    return relay;
  }

  /** From now on so: connections that are there end, or stand still. */
  set(mode) {
    this.mode = mode;
    if (mode !== 'silent') for (const socket of this.#sockets) socket.destroy();
  }

  async stop() {
    this.set('closed');
    await new Promise((done) => this.#server.close(done));
  }

  #take(socket, target) {
    if (this.mode === 'closed') {
      socket.destroy();
      return;
    }
    const far = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [socket, far],
      [far, socket],
    ]) {
      this.#sockets.add(from);
      from.on('data', (chunk) => {
        if (this.mode === 'open') to.write(chunk);
      });
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      from.on('error', () => to.destroy());
    }
  }
}
