import { once } from 'node:events';
import { connect } from 'node:net';
import { ADMIN_SESSION, SEED, type TestEmulator } from './emulator';

/** Creations of templates with these names that come in one packet; resolves when all were answered. */
export async function inOnePacket(emulator: TestEmulator, names: readonly string[]): Promise<void> {
  const requests = names.map((name) => {
    const body = JSON.stringify({
      params: { name, backupStorageUuids: [SEED.backupStorages.imageStore] },
    });
    const path = `/zstack/v1/images/root-volume-templates/from/volumes/${SEED.volumes.runningLinux}`;
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: OAuth ${ADMIN_SESSION}`;
    return `${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  });
  const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1');
  let heard = '';
  socket.on('data', (bytes) => (heard += bytes.toString()));
  socket.write(requests.join(''));
  while (heard.split('HTTP/1.1 200').length <= names.length) await once(socket, 'data');
  socket.destroy();
}
