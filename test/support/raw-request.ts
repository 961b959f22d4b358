import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends these bytes as they are and reads one answer. `address`: the emulator's, e.g. `http://127.0.0.1:8080`.
 */
export function rawRequest(address: string, bytes: string | Buffer): Promise<RawAnswer> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let received = Buffer.alloc(0);
    const finish = () => {
      const answer = answerOf(received, true);
      if (answer) resolve(answer);
      else reject(new Error(`no answer: ${received.toString('latin1')}`));
    };
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const answer = answerOf(received, false);
      if (!answer) return;
      resolve(answer);
      socket.destroy();
    });
    socket.on('end', finish);
    socket.on('error', reject);
  });
}

function answerOf(received: Buffer, isAll: boolean): RawAnswer | undefined {
  const text = received.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [line = '', ...rows] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    rows.map((row) => {
      const at = row.indexOf(':');
      return [row.slice(0, at).toLowerCase(), row.slice(at + 1).trim()];
    }),
  );
  const body = text.slice(end + 4);
  const length = headers['content-length'];
  const isWhole =
    length === undefined ? isAll || / (204|304) /.test(line) : body.length >= Number(length);
  return isWhole ? { status: Number(line.split(' ')[1]), headers, body } : undefined;
}
