const DEFAULT_ENVIRONMENT = 'default';

/**
 * Where an environment is reached: its image API, and the emulator's own API for it. `home` is the environment that
 * addresses without a name mean at `base`.
 */
export function addressesOf(base: string, name: string, home = DEFAULT_ENVIRONMENT) {
  return name === DEFAULT_ENVIRONMENT && home === DEFAULT_ENVIRONMENT
    ? { url: `${base}/zstack`, controlUrl: `${base}/emulator/v1` }
    : {
        url: `${base}/environments/${name}/zstack`,
        controlUrl: `${base}/emulator/v1/environments/${name}`,
      };
}

/** Its image API at a port of its own: what clients are pointed at that know host and port only. */
export function portUrlOf(base: string, port: number | null): string | null {
  if (port === null) return null;
  const { hostname } = new URL(base);
  // A name of an environment leads to the common port, and few programs resolve it.
  const host = hostname.endsWith('.localhost') ? 'localhost' : hostname;
  return `http://${host}:${port}/zstack`;
}
