import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** A package as a registry has it. */
export interface Published {
  readonly name: string;
  readonly version: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly manifest?: object;
}

/** A tar archive as npm makes it: regular files below `package/`. */
export function tarOf(files: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(files).map(([name, text]) => {
    const content = Buffer.from(text);
    const header = Buffer.alloc(512);
    header.write(`package/${name}`, 0);
    header.write('0000755\0', 100);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0', 136);
    header.write(' '.repeat(8), 148);
    header.write('0', 156);
    header.write('ustar\u000000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
  });
  return Buffer.concat([...entries, Buffer.alloc(1024)]);
}

/** A registry of npm on this machine, with a few packages. */
export class Registry {
  readonly #tarballs = new Map<string, Buffer>();
  readonly #published: readonly Published[];
  readonly #server: Server;
  readonly #half: ServerResponse[] = [];
  /** Tarballs that were asked for, by name. */
  readonly asked: string[] = [];
  /** Sends the first half of every tarball and then nothing. */
  isHalting = false;

  private constructor(published: readonly Published[]) {
    this.#published = published;
    for (const { name, version, files = {}, manifest = {} } of published) {
      const all = { 'package.json': JSON.stringify({ name, version, ...manifest }), ...files };
      this.#tarballs.set(`${name}-${version}`, gzipSync(tarOf(all)));
    }
    this.#server = createServer(({ url = '' }, response) => this.#answer(url.slice(1), response));
  }

  static async start(published: readonly Published[]): Promise<Registry> {
    const registry = new Registry(published);
    registry.#server.listen(0, '127.0.0.1');
    await once(registry.#server, 'listening');
    return registry;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** As a lock file names it. */
  integrity(name: string, version: string): string {
    const tarball = this.#tarballs.get(`${name}-${version}`) ?? '';
    return `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  }

  /** Resolves when a tarball is under way that will not come. */
  async halted(): Promise<void> {
    while (this.#half.length === 0) await once(this.#server, 'halted');
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  #answer(path: string, response: ServerResponse): void {
    const tarball = this.#tarballs.get(path.replace(/\.tgz$/, ''));
    if (tarball) {
      this.asked.push(path.replace(/\.tgz$/, ''));
      if (!this.isHalting) return void response.end(tarball);
      response.writeHead(200, { 'Content-Length': tarball.length });
      response.write(tarball.subarray(0, tarball.length / 2));
      this.#half.push(response);
      this.#server.emit('halted');
      return undefined;
    }
    const all = this.#published.filter(({ name }) => name === decodeURIComponent(path));
    if (all.length === 0) return void response.writeHead(404).end('{}');
    const versions = all.map(({ name, version, manifest = {} }) => {
      const dist = {
        tarball: `${this.url}${name}-${version}.tgz`,
        integrity: this.integrity(name, version),
      };
      return [version, { name, version, ...manifest, dist }];
    });
    const [{ name, version: latest } = { name: '', version: '' }] = all;
    response.end(
      JSON.stringify({
        name,
        'dist-tags': { latest },
        versions: Object.fromEntries(versions) as object,
      }),
    );
  }
}
