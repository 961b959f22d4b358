import { ADMIN_SESSION } from './emulator';
import type { EmulatorProcess } from './process';

/** Work takes its time, so that later steps are tasks that the next start goes on with. */
export const CRASHING = {
  EMULATOR_CRASH_POINTS: 'allow',
  EMULATOR_PROGRESSION: 'timed',
  EMULATOR_WAIT_SECONDS: '0',
};

export type RealCall = readonly [method: string, path: string, body?: object];

/** A call that may meet the end of the process: then it has no answer. */
const send = (url: string, method: string, body?: object) =>
  fetch(url, {
    method,
    headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).catch(() => undefined);

export const callOf = (emulator: EmulatorProcess, [method, path, body]: RealCall = ['GET', '/']) =>
  send(`${emulator.url}/v1${path}`, method, body);

export const control = (emulator: EmulatorProcess, method: string, path: string, body?: object) =>
  send(`${emulator.url.replace('/zstack', '/emulator')}/v1${path}`, method, body);

export const advance = (emulator: EmulatorProcess) =>
  control(emulator, 'POST', '/clock/advance', { params: { by: '1h' } });
