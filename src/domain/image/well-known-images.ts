import type { ImageFormat } from './image.js';

/** What is published under a name that many clients use. */
export interface WellKnownImage {
  readonly format: ImageFormat;
  /** Virtual size in bytes. */
  readonly size: number;
  /** Bytes of the file. */
  readonly actualSize: number;
}

const MIB = 2 ** 20;
const GIB = 2 ** 30;

type Row = readonly [name: RegExp, format: ImageFormat, size: number, actualSize: number];

/**
 * Published images by the names of their files, which mirrors keep. The sizes are those of one of their releases,
 * so that they are believable for all of them; what follows from a url never changes with time.
 */
const ROWS: readonly Row[] = [
  // cloud-images.ubuntu.com: `.img` files are qcow2.
  [/^(trusty|xenial)-server-cloudimg-\w+(-disk1)?\.img$/, 'qcow2', 2252 * MIB, 287 * MIB],
  [/^bionic-server-cloudimg-\w+\.img$/, 'qcow2', 2252 * MIB, 371 * MIB],
  [/^focal-server-cloudimg-\w+(-disk-kvm)?\.img$/, 'qcow2', 2252 * MIB, 618 * MIB],
  [/^jammy-server-cloudimg-\w+(-disk-kvm)?\.img$/, 'qcow2', 2252 * MIB, 652 * MIB],
  [/^[a-z]+-server-cloudimg-\w+\.img$/, 'qcow2', 3584 * MIB, 583 * MIB],
  [/^ubuntu-(1[468]|20|22)\.\d\d-server-cloudimg-\w+\.img$/, 'qcow2', 2252 * MIB, 641 * MIB],
  [/^ubuntu-\d\d\.\d\d-server-cloudimg-\w+\.img$/, 'qcow2', 3584 * MIB, 583 * MIB],
  [/^ubuntu-(18|20|22)\.\d\d-minimal-cloudimg-\w+\.img$/, 'qcow2', 2252 * MIB, 293 * MIB],
  [/^ubuntu-\d\d\.\d\d-minimal-cloudimg-\w+\.img$/, 'qcow2', 3584 * MIB, 236 * MIB],
  [/^ubuntu-\d\d\.\d\d(\.\d+)?-live-server-\w+\.iso$/, 'iso', 2_136_926_208, 2_136_926_208],
  // cloud.debian.org
  [
    /^debian-1[01]-(generic|genericcloud|nocloud|openstack)-.+\.qcow2$/,
    'qcow2',
    2 * GIB,
    262 * MIB,
  ],
  [/^debian-\d\d-(generic|genericcloud|nocloud|openstack)-.+\.qcow2$/, 'qcow2', 3 * GIB, 334 * MIB],
  [/^debian-1[01]-(generic|genericcloud|nocloud|openstack)-.+\.raw$/, 'raw', 2 * GIB, 2 * GIB],
  [/^debian-\d\d-(generic|genericcloud|nocloud|openstack)-.+\.raw$/, 'raw', 3 * GIB, 3 * GIB],
  // cloud.centos.org: `.qcow2c` files are compressed qcow2.
  [/^centos-[67]-.*genericcloud.*\.qcow2$/, 'qcow2', 8 * GIB, 847 * MIB],
  [/^centos-[67]-.*genericcloud.*\.qcow2c$/, 'qcow2', 8 * GIB, 379 * MIB],
  [/^centos-(8|stream)-.*genericcloud-(8|9|x86_64-9).*\.qcow2$/, 'qcow2', 10 * GIB, 1178 * MIB],
  [/^centos-(8|stream)-genericcloud-.*\.qcow2$/, 'qcow2', 10 * GIB, 1041 * MIB],
  [/^centos-7-x86_64-minimal-\d+\.iso$/, 'iso', 1_020_264_448, 1_020_264_448],
  [/^centos-7-x86_64-dvd-\d+\.iso$/, 'iso', 4_712_300_544, 4_712_300_544],
  // dl.rockylinux.org, repo.almalinux.org
  [/^rocky-8-genericcloud.*\.qcow2$/, 'qcow2', 10 * GIB, 1932 * MIB],
  [/^rocky-\d+-genericcloud.*\.qcow2$/, 'qcow2', 10 * GIB, 592 * MIB],
  [/^almalinux-8-genericcloud.*\.qcow2$/, 'qcow2', 10 * GIB, 748 * MIB],
  [/^almalinux-\d+-genericcloud.*\.qcow2$/, 'qcow2', 10 * GIB, 494 * MIB],
  // download.fedoraproject.org, Arch Linux
  [/^fedora-cloud-base-.*\.qcow2$/, 'qcow2', 5 * GIB, 468 * MIB],
  [/^arch-linux-x86_64-cloudimg.*\.qcow2$/, 'qcow2', 40 * GIB, 516 * MIB],
  // download.cirros-cloud.net
  [/^cirros-0\.3\.\d+-\w+-disk\.img$/, 'qcow2', 41_126_400, 13_287_936],
  [/^cirros-0\.4\.\d+-\w+-disk\.img$/, 'qcow2', 46_137_344, 12_716_032],
  [/^cirros-0\.5\.\d+-\w+-disk\.img$/, 'qcow2', 117_440_512, 16_300_544],
  [/^cirros-[\d.]+-\w+-disk\.img$/, 'qcow2', 117_440_512, 21_430_272],
  // Windows for evaluation, by the numbers of their builds, and the drivers that it needs.
  [/^9600\..*server_eval_.*\.iso$/, 'iso', 4_542_291_968, 4_542_291_968],
  [/^windows_server_2016_.*eval_.*\.iso$/, 'iso', 6_972_221_440, 6_972_221_440],
  [/^17763\..*server_eval_.*\.iso$/, 'iso', 5_652_088_832, 5_652_088_832],
  [/^20348\..*server_eval_.*\.iso$/, 'iso', 5_044_094_976, 5_044_094_976],
  [/^\d{5}\..*server_eval_.*\.iso$/, 'iso', 6_014_152_704, 6_014_152_704],
  [/^\d{5}\..*cliententerprise_?eval_.*\.iso$/, 'iso', 5_100_273_664, 5_100_273_664],
  // The agents call a vhd raw.
  [/^\d{5}\..*server_serverdatacentereval_.*\.vhdx?$/, 'raw', 127 * GIB, 9728 * MIB],
  [/^virtio-win(-[\d.]+(-\d+)?)?\.iso$/, 'iso', 627_519_488, 627_519_488],
];

/** What is published as a file of this name, whoever serves it; undefined: nothing that is known. */
export function wellKnownImage(fileName: string): WellKnownImage | undefined {
  const name = fileName.toLowerCase();
  const [, format, size, actualSize] = ROWS.find(([pattern]) => pattern.test(name)) ?? [];
  if (format === undefined || size === undefined || actualSize === undefined) return undefined;
  return { format, size, actualSize };
}
