import type { EnvironmentHost } from '../../simulation/environment-host.js';
import { noFleet, type FleetView } from '../../simulation/fleet-view.js';

/** What the emulator shares with others. @throws {ControlError} `notFound` when that is nothing */
export function fleetOf({ fleet }: EnvironmentHost): FleetView {
  if (fleet) return fleet;
  throw noFleet();
}
