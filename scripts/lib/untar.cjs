'use strict';

const BLOCK = 512;

/**
 * Reads a tar archive as it comes and hands on the files that are asked for. Only what npm's archives have:
 * regular files with names of at most 255 characters; everything else is passed over.
 */
class Untar {
  /** @param open name of a file -> a function for its pieces, or undefined to pass it over */
  constructor(open) {
    this.open = open;
    this.header = Buffer.alloc(0);
    this.left = 0;
    this.padding = 0;
    this.write = undefined;
  }

  add(chunk) {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.left > 0) rest = this.#content(rest);
      else if (this.padding > 0) {
        const skipped = Math.min(this.padding, rest.length);
        this.padding -= skipped;
        rest = rest.subarray(skipped);
      } else rest = this.#head(rest);
    }
  }

  #content(rest) {
    const piece = rest.subarray(0, this.left);
    this.left -= piece.length;
    this.write?.(piece);
    return rest.subarray(piece.length);
  }

  #head(rest) {
    const wanted = BLOCK - this.header.length;
    this.header = Buffer.concat([this.header, rest.subarray(0, wanted)]);
    if (this.header.length === BLOCK) {
      const header = this.header;
      this.header = Buffer.alloc(0);
      // Two blocks of zeros end the archive.
      if (header[0] !== 0) this.#begin(header);
    }
    return rest.subarray(wanted);
  }

  #begin(header) {
    const text = (from, length) =>
      header.toString('utf8', from, from + length).replace(/\0.*$/s, '');
    const prefix = text(345, 155);
    const type = text(156, 1);
    this.left = Number.parseInt(text(124, 12), 8);
    if (Number.isNaN(this.left)) throw new Error('this is no tar archive');
    this.padding = (BLOCK - (this.left % BLOCK)) % BLOCK;
    const isFile = type === '0' || type === '';
    this.write = isFile
      ? this.open(`${prefix === '' ? '' : `${prefix}/`}${text(0, 100)}`)
      : undefined;
  }
}

exports.Untar = Untar;
