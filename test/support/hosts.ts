import { SEED, type Json, type TestEmulator } from './emulator';

/** Adds one more host of kind KVM to the cluster that is used. */
export const addHost = (
  emulator: TestEmulator,
  name = 'host-4',
  more: object = {},
): Promise<Json> =>
  emulator.make('POST', '/hosts/kvm', {
    params: {
      name,
      managementIp: `${name}.example`,
      clusterUuid: SEED.clusters.used,
      username: 'root',
      password: 'p',
      ...more,
    },
  });

/** A VM that runs on a host, with its disk on shared storage, so that it can go to others. */
export async function movableVm(emulator: TestEmulator, hostUuid: string): Promise<Json> {
  const params = {
    name: 'movable',
    cpuNum: 2,
    memorySize: 2 ** 30,
    imageUuid: SEED.images.linux,
    hostUuid,
    primaryStorageUuidForRootVolume: SEED.primaryStorages.nfs,
  };
  return emulator.make('POST', '/vm-instances', { params });
}

/** Lets a host fall silent, or answer again. */
export const answers = (emulator: TestEmulator, uuid: string, reachable: boolean) =>
  emulator.control('PUT', `/hosts/${uuid}/agent`, { reachable });
