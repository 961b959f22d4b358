// Requests as bytes, and answers out of bytes.
import { connect } from 'node:net';

/** A request that is one by the rules of HTTP, whatever it says: `[name, value]` headers, body as text or bytes. */
export function request(method, path, { headers = [], body, chunked = false } = {}) {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const bytes = body === undefined ? undefined : Buffer.from(body);
  if (bytes && chunked) lines.push('Transfer-Encoding: chunked');
  else if (bytes) lines.push(`Content-Length: ${bytes.length}`);
  // Names and values as bytes: what is beyond Latin-1 is cut, as careless clients do.
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  if (!bytes) return head;
  return Buffer.concat(chunked ? [head, ...inChunks(bytes)] : [head, bytes]);
}

function inChunks(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; at += 700) {
    const part = bytes.subarray(at, at + 700);
    parts.push(Buffer.from(`${part.length.toString(16)};x=y\r\n`), part, Buffer.from('\r\n'));
  }
  return [...parts, Buffer.from('0\r\n\r\n')];
}

/** Bytes of an answer that are read. */
const MOST = 20 * 2 ** 20;

/** Reads answers one after the other. */
class Answers {
  #bytes = Buffer.alloc(0);
  #isOver = false;

  add(bytes) {
    this.#bytes = this.#bytes.length === 0 ? bytes : Buffer.concat([this.#bytes, bytes]);
  }

  end() {
    this.#isOver = true;
  }

  /** The next whole answer to a request of this method; undefined: it is not there yet. */
  next(method) {
    const end = this.#bytes.indexOf('\r\n\r\n');
    if (end === -1) return undefined;
    const head = this.#bytes.latin1Slice(0, end);
    const status = Number(head.slice(9, 12));
    if (status >= 100 && status < 200) {
      this.#bytes = this.#bytes.subarray(end + 4);
      return this.next(method);
    }
    const from = end + 4;
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    const isChunked = /\r\ntransfer-encoding: *chunked/i.test(head);
    let to = from;
    if (method !== 'HEAD' && status !== 204 && status !== 304) {
      if (isChunked) to = this.#endOfChunks(from);
      else if (length !== undefined) to = from + Number(length);
      else to = this.#isOver ? this.#bytes.length : Infinity;
    }
    // Whoever asks for the bytes of an image goes away in the middle.
    if (to - from > MOST && to < Infinity) return { status, head, body: '', closes: true };
    if (to > this.#bytes.length) return undefined;
    const body = this.#bytes.utf8Slice(from, to);
    this.#bytes = this.#bytes.subarray(to);
    return { status, head, body, closes: /\r\nconnection: *close/i.test(head) };
  }

  #endOfChunks(from) {
    for (let at = from; ;) {
      const line = this.#bytes.indexOf('\r\n', at);
      if (line === -1) return Infinity;
      const length = parseInt(this.#bytes.latin1Slice(at, line), 16);
      at = line + 2 + length + 2;
      if (length === 0) return at;
      if (at > this.#bytes.length) return Infinity;
    }
  }
}

/** A connection that is kept, over which requests go in bursts. */
export class Connection {
  #socket;
  #answers;
  #changed = () => undefined;
  isOpen = false;

  constructor(port, address) {
    this.port = port;
    this.address = address;
  }

  #open() {
    this.#answers = new Answers();
    this.isOpen = true;
    const socket = connect({ port: this.port, host: '127.0.0.1', localAddress: this.address });
    socket.setNoDelay(true);
    const over = () => {
      if (this.#socket !== socket) return;
      this.isOpen = false;
      this.#answers.end();
      this.#changed();
    };
    socket.on('data', (bytes) => {
      this.#answers.add(bytes);
      this.#changed();
    });
    socket.on('error', over);
    socket.on('close', over);
    this.#socket = socket;
  }

  /** Sends requests at once; answers what came for each, `undefined` for those that were cut off. */
  async burst(requests, timeout) {
    if (!this.isOpen) this.#open();
    this.#socket.write(Buffer.concat(requests.map(({ bytes }) => bytes)));
    const found = [];
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.#changed();
    }, timeout);
    while (found.length < requests.length) {
      const answer = this.#answers.next(requests[found.length].method);
      if (answer) {
        found.push(answer);
        if (answer.closes) break;
      } else if (!this.isOpen || isLate) break;
      else await new Promise((resolve) => (this.#changed = resolve));
    }
    clearTimeout(timer);
    if (found.length < requests.length || found.at(-1)?.closes) this.close();
    return { found, isLate };
  }

  close() {
    this.isOpen = false;
    this.#socket?.destroy();
  }
}

/** Sends bytes that may be no request at all, on a connection of their own; answers whatever comes. */
export function sendLoose(port, { bytes, leaves }, timeout, address) {
  return new Promise((resolve) => {
    const parts = [];
    const socket = connect({ port, host: '127.0.0.1', localAddress: address });
    const timer = setTimeout(() => socket.destroy(), timeout);
    socket.on('data', (part) => parts.push(part));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(Buffer.concat(parts).toString('latin1'));
    });
    // Half of those who stop in the middle go away without a word.
    if (leaves) socket.write(bytes, () => setImmediate(() => socket.resetAndDestroy()));
    else socket.end(bytes);
  });
}
