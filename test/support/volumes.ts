import { SEED, type Json, type TestEmulator } from './emulator';

export const GIB = 2 ** 30;
export const ADMIN = '36c27e8ff05c4780bf6d2fa65700f22e';

/** Changes rows as no call can: states that only last a moment, or that others would have to make. */
export const put = (emulator: TestEmulator, statement: string): void =>
  void emulator.environment.database.exec(statement);

export const takeSnapshot = (
  emulator: TestEmulator,
  name: string,
  of: string = SEED.volumes.spareData,
): Promise<Json> => emulator.make('POST', `/volumes/${of}/volume-snapshots`, { params: { name } });

export const writeTo = (
  emulator: TestEmulator,
  bytes: number,
  to: string = SEED.volumes.spareData,
) => emulator.control('POST', `/volumes/${to}/writes`, { bytes });
