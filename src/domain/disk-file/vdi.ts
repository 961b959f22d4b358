import { demand, SECTOR_BYTES, type DiskKind } from './disk-file.js';

// The header of VirtualBox's disks, little-endian.
const SIGNATURE_OFFSET = 0x40;
const SIGNATURE = 0xbeda_107f;
const VERSION_OFFSET = 0x44;
const VERSION = 0x0001_0001;
const MAP_PLACE_OFFSET = 0x154;
const DATA_PLACE_OFFSET = 0x158;
const SECTOR_SIZE_OFFSET = 0x168;
const DISK_SIZE_OFFSET = 0x170;
const BLOCK_SIZE_OFFSET = 0x178;
const BLOCKS_OFFSET = 0x180;
const LINK_OFFSET = 0x1a8;
const PARENT_OFFSET = 0x1b8;
const UUID_BYTES = 16;

const BLOCK_SIZE = 2 ** 20;
const MOST_BLOCKS = 0x1fff_ff80;
const LARGEST = BigInt(MOST_BLOCKS) * BigInt(BLOCK_SIZE);

export const vdi: DiskKind = {
  format: 'raw',
  isIn: (head) => head.readUInt32LE(SIGNATURE_OFFSET) === SIGNATURE,
  read(file) {
    const head = file.read(0, 512);
    const refuse = (holds: boolean, why: string) => demand(holds, `unsupported VDI image (${why})`);
    const given = head.readBigUInt64LE(DISK_SIZE_OFFSET);
    demand(
      given <= LARGEST,
      `Unsupported VDI image size (size is 0x${given.toString(16)}, max supported is 0x${LARGEST.toString(16)})`,
    );
    const size = ((given + SECTOR_BYTES - 1n) / SECTOR_BYTES) * SECTOR_BYTES;
    const version = head.readUInt32LE(VERSION_OFFSET);
    refuse(version === VERSION, `version ${version >>> 16}.${version & 0xffff}`);
    const map = head.readUInt32LE(MAP_PLACE_OFFSET);
    refuse(map % 512 === 0, `unaligned block map offset 0x${map.toString(16)}`);
    const data = head.readUInt32LE(DATA_PLACE_OFFSET);
    refuse(data % 512 === 0, `unaligned data offset 0x${data.toString(16)}`);
    const sector = head.readUInt32LE(SECTOR_SIZE_OFFSET);
    refuse(sector === 512, `sector size ${sector} is not 512`);
    const block = head.readUInt32LE(BLOCK_SIZE_OFFSET);
    refuse(block === BLOCK_SIZE, `block size ${block} is not ${BLOCK_SIZE}`);
    const blocks = head.readUInt32LE(BLOCKS_OFFSET);
    const room = BigInt(blocks) * BigInt(BLOCK_SIZE);
    refuse(size <= room, `disk size ${size}, image bitmap has room for ${room}`);
    const isNull = (at: number) => head.subarray(at, at + UUID_BYTES).every((byte) => byte === 0);
    refuse(isNull(LINK_OFFSET), 'non-NULL link UUID');
    refuse(isNull(PARENT_OFFSET), 'non-NULL parent UUID');
    refuse(blocks <= MOST_BLOCKS, `too many blocks ${blocks}, max is ${MOST_BLOCKS}`);
    return { virtualSize: size };
  },
};
