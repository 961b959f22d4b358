import {
  keyInExportAddress,
  readExportAddress,
  readExportFile,
} from '../../src/domain/image/export-address';
import { readPackageAddress } from '../../src/domain/image-package/package-address';
import {
  fillTemplateFromVm,
  fillTemplateWithoutVm,
} from '../../src/domain/image/template-defaults';

const [A, B] = ['a'.repeat(32), 'b'.repeat(32)];
const KEY = 'c'.repeat(40);
const AT = `http://h:8080/emulator/v1/backup-storage/${A}/exports`;
const IN_E = `https://h/emulator/v1/environments/e/backup-storage/${A}/exports`;

test.each([
  [`${AT}/x-${B}?token=t1`, { environment: 'default', key: 't1' }],
  [`${IN_E}/x-${B}?token=t1`, { environment: 'e', key: 't1' }],
  [`${AT}/x-${B}?token=`, { environment: 'default', key: '' }],
  [`${AT}/x-${B}`, { environment: 'default', key: '' }],
  [`${AT}/${B}/image-${KEY}.qcow2`, { environment: 'default', key: KEY }],
  [`${IN_E}/${B}/image-${KEY}.raw`, { environment: 'e', key: KEY }],
])('%s is the address of an export', (address, meant) => {
  expect(readExportAddress(address)).toEqual({
    ...meant,
    backupStorageUuid: A,
    imageUuid: B,
  });
  expect(keyInExportAddress(address)).toBe(meant.key === '' ? undefined : meant.key);
});

test.each([
  `x${AT}/x-${B}`,
  `ftp://h/emulator/v1/backup-storage/${A}/exports/x`,
  `http:///emulator/v1/backup-storage/${A}/exports/x`,
  `http://h/emulator/v1/environments//backup-storage/${A}/exports/x`,
  `http://h/emulator/v1/backup-storage/${A}a/exports/x`,
  `http://h/emulator/v1/backup-storage/${A.slice(1)}/exports/x`,
  `${AT}/`,
  `${AT}/x-${B}?token=t&more=1`,
  `${AT}/x-${B}?other=t`,
  `${AT}/x-${B}#a`,
])('%s is none', (address) => {
  expect(readExportAddress(address)).toBeUndefined();
  expect(keyInExportAddress(address)).toBeUndefined();
});

test.each([
  [`${B}/image-${KEY}.qcow2`, 't', { imageUuid: B, key: KEY }],
  [`x${B}/image-${KEY}.qcow2`, 't', { imageUuid: `x${B}/image-${KEY}.qcow2`.slice(-32), key: 't' }],
  [`${B}/image-${KEY}.qcow2.x`, null, { imageUuid: `/image-${KEY}.qcow2.x`.slice(-32), key: '' }],
  [`name-${B}`, null, { imageUuid: B, key: '' }],
])('what is exported as %s with the token %s', (file, token, meant) => {
  expect(readExportFile(file, token)).toEqual(meant);
});

const PACKAGE = `${B}/package-${KEY}.ova`;
const ofPackage = { backupStorageUuid: A, packageUuid: B, key: KEY };

test.each([
  [`${AT}/${PACKAGE}`, { environment: 'default', fileName: null }],
  [`${AT}/${PACKAGE}/a.ovf`, { environment: 'default', fileName: 'a.ovf' }],
  [`${IN_E}/${PACKAGE}/a.ovf`, { environment: 'e', fileName: 'a.ovf' }],
])('%s is an address in a package', (address, meant) => {
  expect(readPackageAddress(address)).toEqual({ ...meant, ...ofPackage });
});

test.each([
  `x${AT}/${PACKAGE}`,
  `ftp://h/emulator/v1/backup-storage/${A}/exports/${PACKAGE}`,
  `http://h/emulator/v1/backup-storage/${A}a/exports/${PACKAGE}`,
  `${AT}/${PACKAGE}/`,
  `${AT}/${PACKAGE}/a/b`,
  `${AT}/${PACKAGE}/a?b`,
  `${AT}/${PACKAGE}x`,
  `${AT}/x${PACKAGE}`,
  `${AT}/${B}/package-${KEY}0.ova`,
])('%s is none of a package', (address) => {
  expect(readPackageAddress(address)).toBeUndefined();
});

const silent = { platform: null, guestOsType: null, architecture: null, systemTags: [] } as const;
const vm = {
  platform: 'Windows',
  guestOsType: 'g',
  architecture: 'mips64el',
  virtio: true,
} as const;
const told = { platform: 'Other', guestOsType: 'o', architecture: 'loongarch64' } as const;
const ARM = { architecture: 'aarch64', systemTags: ['bootMode::Legacy', 'a::b'] } as const;
const ARM_TAGS = { architecture: 'aarch64', systemTags: ['a::b', 'bootMode::UEFI'] };

test('a template tells what the call says, and else what its VM is', () => {
  expect(fillTemplateFromVm({ ...silent, virtio: null }, vm)).toEqual({ ...vm, systemTags: [] });
  expect(fillTemplateFromVm({ ...silent, ...told, virtio: false }, vm)).toEqual({
    ...told,
    virtio: false,
    systemTags: [],
  });
  // What is of aarch64 boots by UEFI, whoever says that it is.
  const tags = { ...silent, systemTags: ARM.systemTags, virtio: null };
  expect(fillTemplateFromVm(tags, { ...vm, architecture: 'aarch64' })).toEqual({
    ...vm,
    ...ARM_TAGS,
  });
  expect(fillTemplateFromVm(tags, vm)).toEqual({ ...vm, systemTags: ARM.systemTags });
});

test.each([
  [{}, { platform: 'Linux', guestOsType: 'Linux' }],
  [{ platform: 'Paravirtualization' }, { platform: 'Other', guestOsType: 'Other' }],
  [{ platform: 'WindowsVirtio' }, { platform: 'Windows', guestOsType: 'Windows' }],
  [{ platform: 'Windows' }, { platform: 'Windows', guestOsType: 'Windows' }],
  [{ guestOsType: 'g' }, { platform: 'Linux', guestOsType: 'g' }],
  [told, told],
  [ARM, { platform: 'Linux', guestOsType: 'Linux', ...ARM_TAGS }],
] as const)('an image of which is said %j is %j', (said, meant) => {
  expect(fillTemplateWithoutVm({ ...silent, ...said })).toEqual({
    architecture: 'x86_64',
    systemTags: [],
    ...meant,
  });
});
