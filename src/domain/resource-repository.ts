/** The rows of one kind of resource. */
export interface ResourceRepository<
  Row extends { readonly uuid: string },
  Mutable extends keyof Row = never,
> {
  insert(row: Row): void;
  find(uuid: string): Row | undefined;
  /** Changes a row that was just read; `now` becomes its lastOpDate. */
  update(row: Row, change: Partial<Pick<Row, Mutable>>, now: number): void;
  remove(uuid: string): void;
}
