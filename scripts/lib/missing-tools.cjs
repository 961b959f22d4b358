'use strict';

/**
 * Which tools were missing in a run of jest, and how many tests were skipped for it; undefined when none was.
 * Such tests say it in their names: `(needs go)`.
 * @param files the `testResults` of jest, as a reporter gets them or as its JSON has them
 */
exports.missingTools = (files) => {
  const counts = new Map();
  for (const file of files) {
    for (const { status, ancestorTitles, title } of file.testResults ?? file.assertionResults) {
      const tool = /\(needs ([^)]+)\)/.exec([...ancestorTitles, title].join(' '))?.[1];
      if (status !== 'pending' || tool === undefined) continue;
      counts.set(tool, (counts.get(tool) ?? 0) + 1);
    }
  }
  if (counts.size === 0) return undefined;
  return `skipped for want of: ${[...counts].map(([tool, count]) => `${tool} ${count}`).join(', ')}`;
};
