import type { Database } from 'better-sqlite3';
import { artifactMd5, type ArtifactFormat } from '../domain/artifact/artifact.js';
import { SUMMED_LATER, type Image } from '../domain/image/image.js';

/*
 * A sum of made-up bytes takes 40 us to 2 ms: too long to be made for each of a million images of a seed.
 * Their rows say so, and whoever reads them gets the sum.
 */

/** Teaches a connection the sum, for queries that ask for images by it. */
export function teachSums(database: Database): void {
  database.function(
    'artifact_md5',
    { deterministic: true },
    (contentId: unknown, format: unknown, size: unknown) =>
      artifactMd5({
        contentId: String(contentId),
        format: format as ArtifactFormat,
        size: Number(size),
      }),
  );
}

/** SQL for the sum of the images of an alias. */
export const sumOf = (alias: string): string =>
  `case ${alias}."md5_sum" when '${SUMMED_LATER}' then artifact_md5(${alias}."content_id", ${alias}."format", ${alias}."size") else ${alias}."md5_sum" end`;

type Summed = Pick<Image, 'md5Sum' | 'contentId' | 'format' | 'size'>;

/** The row with its sum. */
export function withSum<Row extends Summed>(row: Row): Row {
  const { md5Sum, contentId, format, size } = row;
  if (md5Sum !== SUMMED_LATER || contentId === null) return row;
  return { ...row, md5Sum: artifactMd5({ contentId, format, size }) };
}
