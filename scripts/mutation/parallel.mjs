/** Does `work` for each of `items` in their order, so many at once; a failure ends all. */
export async function inParallel(items, count, work) {
  let next = 0;
  const one = async () => {
    while (next < items.length) await work(items[next++]);
  };
  await Promise.all(Array.from({ length: Math.min(count, items.length) }, one));
}
