// A client that brings images in slices, right and damaged ones.
import { createHash } from 'node:crypto';
import { IMAGE_STORE } from '../emulator.mjs';
import { Client } from './client.mjs';

/** So many images that are whole are looked at again after every start. */
const KEPT = 4;

export class UploadClient extends Client {
  #open = [];
  #whole = [];
  completed = 0;

  async act() {
    if (this.#open.length < 2) return this.#begin();
    if (this.#whole.length > KEPT) return this.#remove();
    const upload = this.pick(this.#open);
    if (!upload.url) return this.#askAddress(upload);
    const missing = upload.slices.flatMap((slice, i) => (slice === 'acknowledged' ? [] : [i]));
    await this.#send(upload, this.pick(missing), this.below(8) === 0);
  }

  async #begin() {
    const uuid = this.newUuid();
    const size = 10_000 + this.below(40_000);
    const count = 2 + this.below(6);
    const bytes = bytesNamed(uuid, size * (count - 1) + 1 + this.below(size));
    const upload = { uuid, size, bytes, slices: Array(count).fill('missing'), isOpened: false };
    this.#open.push(upload);
    const { inventory } = await this.ask('POST', `${this.emulator.v1}/images`, {
      params: {
        name: uuid,
        resourceUuid: uuid,
        url: `upload://${uuid}/image`,
        format: 'raw',
        backupStorageUuids: [IMAGE_STORE],
      },
    });
    upload.isOpened = true;
    upload.url = inventory.backupStorageRefs[0].installPath;
  }

  /** It was begun, and the process killed: was it opened? */
  async #askAddress(upload) {
    const found = await this.ask('GET', `${this.emulator.v1}/images/${upload.uuid}`, undefined, {
      as: 'read',
    });
    const [image] = found.inventories;
    if (image) upload.url = image.backupStorageRefs[0].installPath;
    else this.#open.splice(this.#open.indexOf(upload), 1);
  }

  async #send(upload, slice, isDamaged) {
    const { uuid, size, bytes, slices } = upload;
    const url = new URL(upload.url).pathname;
    const part = bytes.subarray(slice * size, (slice + 1) * size);
    const sent = isDamaged ? bytesNamed(`other ${this.count++}`, part.length) : part;
    if (!isDamaged) slices[slice] = 'perhaps';
    const answer = this.emulator.slice({ uuid, url }, sent, slice * size, size, bytes.length, {
      'X-SLICE-MD5': md5(part),
    });
    const { completed } = await this.judged(answer, {
      status: isDamaged ? 406 : 200,
      as: isDamaged ? 'damaged slice' : 'slice',
      what: `slice ${slice} of ${uuid}`,
    });
    if (isDamaged) return;
    slices[slice] = 'acknowledged';
    if (completed) this.#isWhole(upload);
  }

  #isWhole(upload) {
    if (upload.slices.includes('missing')) {
      this.report.wrong(`${upload.uuid} is complete with ${upload.slices.join(', ')}`);
    }
    this.#open.splice(this.#open.indexOf(upload), 1);
    this.#whole.push(upload);
    this.report.count('uploads completed');
  }

  async #remove() {
    const [{ uuid }] = this.#whole;
    this.#whole.shift();
    const address = `${this.emulator.v1}/images/${uuid}`;
    await this.ask('DELETE', address);
    await this.ask('PUT', `${address}/actions`, { expungeImage: {} });
  }

  /** After a start: what was acknowledged is there, and whole images have their bytes. */
  async judge() {
    // They may be whole, and open no more.
    for (const upload of this.#open.slice()) await this.#judgeOpen(upload);
    for (const upload of this.#whole) await this.#judgeBytes(upload);
  }

  async #judgeOpen(upload) {
    const { uuid, slices, size } = upload;
    const { inventories } = await this.emulator.must('GET', `${this.emulator.v1}/images/${uuid}`);
    const [image] = inventories;
    if (!image) {
      if (upload.isOpened) this.#lost(`the upload ${uuid}`);
      this.#open.splice(this.#open.indexOf(upload), 1);
      return;
    }
    upload.isOpened = true;
    if (image.status === 'Ready') {
      if (slices.includes('missing'))
        this.report.wrong(`${uuid} is Ready without all of its bytes`);
      upload.slices.fill('acknowledged');
      this.#isWhole(upload);
      return;
    }
    const details = await this.emulator.must(
      'GET',
      `${this.emulator.v1}/images/upload-job/details/${uuid}`,
    );
    const { offset } = details.existingJobDetails[0];
    const first = slices.findIndex((slice) => slice !== 'acknowledged');
    if (first === -1 || offset < first * size) {
      this.#lost(`${uuid}: ${offset} bytes of ${slices.join(', ')} (${size} each)`);
    }
    // What was not heard of may be there or not: it comes again, unless another one makes the image whole.
  }

  #lost(what) {
    this.report.count('acknowledged writes lost');
    this.report.wrong(`lost: ${what}`);
  }

  async #judgeBytes({ uuid, bytes }) {
    const { inventories } = await this.emulator.must('GET', `${this.emulator.v1}/images/${uuid}`);
    const artifact = await this.emulator.call(
      'GET',
      `${this.emulator.control}/images/${uuid}/artifact`,
    );
    const isRight = inventories[0]?.md5Sum === md5(bytes) && artifact.bytes.equals(bytes);
    this.report.expect(isRight, `${uuid} has other bytes than its client brought`);
    this.report.count('whole images read and compared');
  }

  /** Brings all that is open to its end. */
  async finish() {
    while (this.#open.length > 0) {
      const [upload] = this.#open;
      if (!upload.url) await this.#askAddress(upload);
      else {
        const open = upload.slices.findIndex((slice) => slice !== 'acknowledged');
        await this.#send(upload, open, false);
      }
    }
    await this.judge();
  }
}

const md5 = (bytes) => createHash('md5').update(bytes).digest('hex');

/** Bytes that differ in every block, the same for the same name; some of them zeros. */
function bytesNamed(name, length) {
  const parts = [];
  for (let i = 0; i * 32 < length; i++) {
    const isHole = i % 64 > 60;
    parts.push(isHole ? Buffer.alloc(32) : createHash('sha256').update(`${name}/${i}`).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
}
