import { chunkOf } from '../../../admin/src/column/chunk';

const ids = Array.from({ length: 250 }, (_, index) => `id${index}`);

describe('the entries that a column asks about at once', () => {
  it('are all of a usual page, whichever entry asks', () => {
    const page = ids.slice(0, 20);
    for (const id of page) expect(chunkOf(page, id)).toEqual(page);
  });

  it('are at most 100, and each is in one lot', () => {
    const lots = new Set(ids.map((id) => chunkOf(ids, id).join()));
    expect([...lots].map((lot) => lot.split(',').length)).toEqual([100, 100, 50]);
    expect([...lots].join().split(',')).toEqual(ids);
  });

  it('name an entry once that stands in several rows', () => {
    expect(chunkOf(['a', 'a', 'b'], 'b')).toEqual(['a', 'b']);
  });
});
