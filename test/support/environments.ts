import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { CONTROL_STATUS, type ControlErrorCode } from '../../src/core/control-error';
import type { Environment } from '../../src/environment/environment';
import type { Database } from '../../src/persistence/database';
import { brokenLaws } from '../../src/persistence/laws';
import { ADMIN_SESSION, SEED, type Json, type TestEmulator } from './emulator';
import { upload } from './upload';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Calls the emulator's own API: `path` without `/emulator/v1`. */
export async function host(
  emulator: TestEmulator,
  method: Method,
  path: string,
  body?: object,
): Promise<{
  status: number;
  body: Json;
  text: string;
  headers: Readonly<Record<string, string>>;
}> {
  const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
  const request = emulator.anonymous[verb](`/emulator/v1${path}`);
  return body ? request.send(body) : request;
}

/** The inventory of a call about environments that must succeed. */
export async function done(
  emulator: TestEmulator,
  method: Method,
  path: string,
  body?: object,
): Promise<Json> {
  const answer = await host(emulator, method, path, body);
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body.inventory ?? answer.body.inventories;
}

/** Makes an environment. */
export const create = (emulator: TestEmulator, params: object = {}): Promise<Json> =>
  done(emulator, 'POST', '/environments', params);

/** A call about environments that must be refused, and change nothing in any world. */
export async function refusedByHost(
  emulator: TestEmulator,
  method: Method,
  path: string,
  body?: object,
): Promise<{ code: ControlErrorCode; details: string }> {
  const before = everything(emulator);
  const answer = await host(emulator, method, path, body);
  if (answer.status < 400) throw new Error(`not refused: ${answer.status} ${answer.text}`);
  same('all worlds', everything(emulator), before);
  return ownError(answer);
}

/** What the emulator's own API refused with; its status must be that of its code. */
export function ownError({ status, body }: { status: number; body: Json }): {
  code: ControlErrorCode;
  details: string;
} {
  const { code, details } = body.error as { code: ControlErrorCode; details: string };
  expect([code, status]).toEqual([code, CONTROL_STATUS[code]]);
  return { code, details };
}

/** The world of an environment, for looking at. */
export function environmentOf(emulator: TestEmulator, name: string): Environment {
  const found = emulator.environments.find(name);
  if (!found || found instanceof Promise) throw new Error(`there is no environment ${name} now`);
  return found;
}

/** Every row of every table, the world's own clock and chance included; not where it comes from. */
export function rowsOf(database: Database): Record<string, unknown[]> {
  const tables = database
    .prepare<[], string>("select name from sqlite_schema where type = 'table' order by name")
    .pluck()
    .all();
  const rows = Object.fromEntries(
    tables.map((table) => [table, database.prepare(`select * from "${table}"`).all()]),
  ) as Record<string, { name?: string }[]>;
  return { ...rows, settings: (rows['settings'] ?? []).filter(({ name }) => name !== 'birth') };
}

/** Every row of an environment; its laws must hold. */
export function worldOf(emulator: TestEmulator, name: string): Record<string, unknown[]> {
  const { database } = environmentOf(emulator, name);
  expect([name, brokenLaws(database)]).toEqual([name, {}]);
  return rowsOf(database);
}

/** All environments with their worlds and their snapshots. */
export function everything(emulator: TestEmulator): object {
  return emulator.environments.list().map(({ name, origin, storage }) => ({
    name,
    origin,
    storage,
    snapshots: emulator.environments.listSnapshots(name),
    world: worldOf(emulator, name),
  }));
}

/** A client of the image API that knows an environment by its address alone. */
export class Client {
  constructor(
    readonly emulator: TestEmulator,
    readonly environment: string,
    private readonly session = ADMIN_SESSION,
  ) {}

  /** What a client is pointed at. */
  get url(): string {
    return `${this.emulator.url}${this.context}`;
  }

  get context(): string {
    return this.environment === 'default' ? '/zstack' : `/environments/${this.environment}/zstack`;
  }

  async call(
    method: Method,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: Json; text: string }> {
    const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
    const request = this.emulator.anonymous[verb](`${this.context}/v1${path}`).set({
      Authorization: `OAuth ${this.session}`,
      ...headers,
    });
    return body ? request.send(body) : request;
  }

  /** The inventory of a call that must succeed. */
  async make(method: Method, path: string, body?: object): Promise<Json> {
    const answer = await this.call(method, path, body);
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.text}`);
    return answer.body.inventory;
  }

  async list(path: string): Promise<Json[]> {
    const answer = await this.call('GET', path);
    if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.text}`);
    return answer.body.inventories;
  }

  template(volume: string, params: object): Promise<Json> {
    const path = `/images/root-volume-templates/from/volumes/${volume}`;
    return this.make('POST', path, { params });
  }

  /** Calls the emulator's own API of this environment, which must succeed. */
  async control(method: Method, path: string, body?: object) {
    const own = this.environment === 'default' ? '' : `/environments/${this.environment}`;
    const answer = await host(this.emulator, method, own + path, body && { params: body });
    if (answer.status < 300) return answer;
    throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  }
}

/** Every file below a folder, by its path in there. */
export function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries.filter((path) => statSync(join(folder, path)).isFile()).toSorted();
}

/** Opens an upload of an image by AddImage. */
export async function openUploadIn(
  client: Client,
  uuid = 'feedfeedfeed4eedaeedfeedfeedfeed',
): Promise<{ uuid: string; address: string }> {
  const image = await client.make('POST', '/images', {
    params: {
      name: 'uploaded',
      resourceUuid: uuid,
      url: `upload://${uuid}/image`,
      format: 'raw',
      backupStorageUuids: [SEED.backupStorages.imageStore],
    },
  });
  return { uuid, address: image.backupStorageRefs[0].installPath };
}

/** An image with these bytes. */
export async function uploadIn(client: Client, bytes: Buffer, uuid?: string): Promise<string> {
  const open = await openUploadIn(client, uuid);
  const headers = { 'X-IMAGE-UUID': open.uuid, 'X-IMAGE-SIZE': bytes.length };
  const answer = await upload(open.address, { bytes, headers });
  if (answer === 'cut' || answer.status !== 200) throw new Error(JSON.stringify(answer));
  return open.uuid;
}

/** Exports an image; its address. */
export async function exportIn(
  client: Client,
  imageUuid: string,
  storage: string = SEED.backupStorages.imageStore,
): Promise<{ imageUrl: string }> {
  const answer = await client.call('PUT', `/backup-storage/${storage}/actions`, {
    exportImageFromBackupStorage: { imageUuid },
  });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
}

/** The bytes of an image as the emulator's own API of the environment gives them. */
export async function bytesOf(client: Client, imageUuid: string): Promise<Buffer> {
  const own = client.environment === 'default' ? '' : `/environments/${client.environment}`;
  const path = `${client.emulator.url}/emulator/v1${own}/images/${imageUuid}/artifact`;
  const answer = await fetch(path);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return Buffer.from(await answer.arrayBuffer());
}

/** An environment as a file. */
export async function exported(emulator: TestEmulator, name: string): Promise<Buffer<ArrayBuffer>> {
  const answer = await fetch(
    `${emulator.url}/emulator/v1/environments/${name}/export?secrets=keep`,
  );
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return Buffer.from(await answer.arrayBuffer());
}

/** Sends a file to be an environment. */
export async function sendImport(
  emulator: TestEmulator,
  name: string,
  file: Uint8Array<ArrayBuffer>,
): Promise<{ status: number; body: Json; text: string }> {
  const answer = await fetch(`${emulator.url}/emulator/v1/environments/${name}/import`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/vnd.sqlite3' },
    body: file,
  });
  const text = await answer.text();
  return { status: answer.status, text, body: text.startsWith('{') ? JSON.parse(text) : undefined };
}

/** Imports a file, which must succeed. */
export async function imported(
  emulator: TestEmulator,
  name: string,
  file: Uint8Array<ArrayBuffer>,
): Promise<Json> {
  const { status, body, text } = await sendImport(emulator, name, file);
  if (status !== 200) throw new Error(`${status} ${text}`);
  return body.inventory;
}

/** The one is the other, and was in this state: to be asked on one of several ways. */
export function same(what: string, actual: unknown, expected: unknown): void {
  // Jest compares a world ten times as slowly, but says what differs.
  if (!isDeepStrictEqual(actual, expected)) expect([what, actual]).toEqual([what, expected]);
}

/**
 * Lets so many clients do one thing after the other while `work` is done. They end with it, whatever its
 * end; the first failure of any of them is that of all.
 */
export async function amongClients<T>(
  count: number,
  act: (client: number, turn: number) => Promise<unknown>,
  work: () => Promise<T>,
): Promise<T> {
  const going = { on: true };
  const clients = Array.from({ length: count }, async (_, client) => {
    try {
      for (let turn = 0; going.on; turn++) await act(client, turn);
    } finally {
      going.on = false;
    }
  });
  const working = work().finally(() => (going.on = false));
  const [done] = await Promise.all([working, ...clients]);
  return done;
}

/** Waits for something that comes to pass in this process; for ever is ten minutes, on any machine. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 600_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('it did not come to pass within 600 s');
    await othersTurn();
  }
}
