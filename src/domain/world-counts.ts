/** What a world holds, in numbers. */
export interface WorldCounts {
  readonly jobs: readonly { readonly state: string; readonly count: number }[];
  readonly images: readonly { readonly status: string; readonly count: number }[];
  /** Tasks that wait or are under way. */
  readonly tasks: number;
  /** Capacities in bytes. */
  readonly backupStorages: readonly {
    readonly uuid: string;
    readonly name: string;
    readonly status: string;
    readonly totalCapacity: number;
    readonly availableCapacity: number;
  }[];
  readonly databaseBytes: number;
}
