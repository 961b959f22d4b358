/** What the resources of a seed take of its storages, in bytes: written down once, at the end. */
export class Ledger {
  readonly backup = new Map<string, number>();
  readonly primary = new Map<string, { virtual: number; physical: number }>();

  takeFromBackup(uuid: string, bytes: number): void {
    this.backup.set(uuid, (this.backup.get(uuid) ?? 0) + bytes);
  }

  takeFromPrimary(uuid: string, virtual: number, physical: number): void {
    const taken = this.primary.get(uuid) ?? { virtual: 0, physical: 0 };
    taken.virtual += virtual;
    taken.physical += physical;
    this.primary.set(uuid, taken);
  }
}
