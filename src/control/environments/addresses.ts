const DEFAULT_ENVIRONMENT = 'default';

/** Where an environment is reached: its image API, and the emulator's own API for it. */
export function addressesOf(base: string, name: string) {
  return name === DEFAULT_ENVIRONMENT
    ? { url: `${base}/zstack`, controlUrl: `${base}/emulator/v1` }
    : {
        url: `${base}/environments/${name}/zstack`,
        controlUrl: `${base}/emulator/v1/environments/${name}`,
      };
}
