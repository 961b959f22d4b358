/** Something that the real system keeps in its table of all resources. */
export interface NamedThing {
  readonly uuid: string;
  /** Null: its kind has no names. */
  readonly name: string | null;
  /** The name of the database object, e.g. `BackupStorageVO`. */
  readonly type: string;
  /** The class of the database object itself, with its package. */
  readonly javaClass: string;
}
