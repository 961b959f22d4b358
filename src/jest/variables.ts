/** Environment variables by which the workers of jest find the emulator of their run. */
export const VARIABLES = {
  /** Address of the image API of the template. */
  url: 'EMULATOR_URL',
  bridge: 'EMULATOR_BRIDGE',
  /** `file` or `test`. */
  per: 'EMULATOR_PER',
  /** The version of the package that started it. */
  version: 'EMULATOR_BRIDGE_VERSION',
} as const;
