import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import { needs } from '../support/tools';
import { put, writeTo } from '../support/volumes';

const { backupStorages, vms, volumes } = SEED;
const { imageStore, sftp } = backupStorages;
const vm = vms.stoppedWindows;

const exporting = (more = {}) =>
  ['POST', '/ovf/ova-packages', { params: { vmUuid: vm, backupStorageUuid: imageStore, ...more } }] as const;
const exported = (emulator: TestEmulator, more = {}): Promise<Json> =>
  emulator.make(...exporting(more));
const download = (emulator: TestEmulator, url: string) =>
  emulator.anonymous.get(new URL(url).pathname).buffer(true).parse(asBuffer);
function asBuffer(response: Json, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => done(null, Buffer.concat(chunks)));
}
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** The files of a tar archive by their names, read as POSIX has them. */
function filesOf(tar: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; tar[at] !== 0; ) {
    const name = tar.toString('utf8', at, tar.indexOf(0, at));
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 135), 8);
    expect(tar.toString('latin1', at + 257, at + 262)).toBe('ustar');
    files.set(name, tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

describe('a VM is exported', () => {
  test('as one file with all of its disks, which can be downloaded', async () => {
    const emulator = await TestEmulator.start();
    const free = emulator.available('backup', imageStore);
    const { allVolumes, name } = await emulator.find(`/vm-instances/${vm}`);
    const data = allVolumes.reduce((all: number, { actualSize }: Json) => all + actualSize, 0);
    const made = await exported(emulator, { name: 'ova', description: 'for a colleague' });
    expect(made).toMatchObject({
      name: 'ova',
      description: 'for a colleague',
      vmUuid: vm,
      backupStorageUuid: imageStore,
      state: 'Exported',
      format: 'OVA',
      size: data,
    });
    expect(emulator.available('backup', imageStore)).toBe(free - data);
    expect(await emulator.find(`/image-packages/${made.uuid}`)).toEqual(made);

    const { body } = await download(emulator, made.exportUrl);
    expect(createHash('md5').update(body).digest('hex')).toBe(made.md5Sum);
    const files = filesOf(body);
    const names = [...files.keys()];
    expect(names.slice(0, 2)).toEqual([`${name}.ovf`, `${name}.mf`]);
    expect(names).toHaveLength(2 + allVolumes.length);
    const manifest = String(files.get(`${name}.mf`));
    for (const file of names.filter((one) => !one.endsWith('.mf'))) {
      const bytes = files.get(file) ?? Buffer.alloc(0);
      expect(manifest).toContain(`SHA256(${file})= ${sha256(bytes)}\n`);
      const alone = await download(emulator, `${made.exportUrl}/${file}`);
      expect(alone.body.equals(bytes)).toBe(true);
    }
    const part = await emulator.anonymous
      .get(new URL(made.exportUrl).pathname)
      .set('Range', 'bytes=500-2000')
      .buffer(true)
      .parse(asBuffer);
    expect([part.status, part.body.equals(body.subarray(500, 2001))]).toEqual([206, true]);
  });
});
