import { submittedAt, type RowFacts } from '../../../server/src/entries/submittedAt';
import { itEvery } from '../../support/itEvery';

const NOW_MS = Date.parse('2026-07-05T12:00:00Z');
const SINCE_MS = NOW_MS - 3_600_000;
const MINUTE_MS = 60_000;
const YEAR_MS = 365 * 24 * 3_600_000;
const row: RowFacts = { createdAtMs: NOW_MS, isPublished: true, isBeingCreated: false };
const create = { sendOn: 'create' } as const;
const publish = { sendOn: 'publish' } as const;

describe('the moment of submission', () => {
  itEvery<[string, Parameters<typeof submittedAt>, number | null]>([
    ['is that of the entry', [create, row, SINCE_MS, NOW_MS + 5], NOW_MS],
    [
      'is at the form’s beginning',
      [create, { ...row, createdAtMs: SINCE_MS }, SINCE_MS, NOW_MS],
      SINCE_MS,
    ],
    ['is none before it', [create, { ...row, createdAtMs: SINCE_MS - 1 }, SINCE_MS, NOW_MS], null],
    [
      'is none of an entry that is imported with its old date',
      [
        create,
        { ...row, createdAtMs: NOW_MS - 6 * YEAR_MS, isBeingCreated: true },
        SINCE_MS,
        NOW_MS,
      ],
      null,
    ],
    [
      'is no later than now',
      [create, { ...row, createdAtMs: NOW_MS + YEAR_MS }, SINCE_MS, NOW_MS],
      NOW_MS,
    ],
    [
      'is now where nothing is known',
      [create, { ...row, createdAtMs: null }, SINCE_MS, NOW_MS],
      NOW_MS,
    ],
    [
      'does not hang on the clock of the host that switched the form on',
      [create, { ...row, isBeingCreated: true }, NOW_MS + 60 * MINUTE_MS, NOW_MS + 5],
      NOW_MS,
    ],
    [
      'nor on whether the beginning is known yet',
      [create, { ...row, isBeingCreated: true }, null, NOW_MS + 5],
      NOW_MS,
    ],
    ['is none of what somebody else created, then', [create, row, null, NOW_MS], null],
    [
      'waits for the publication',
      [publish, { ...row, isPublished: false }, SINCE_MS, NOW_MS],
      null,
    ],
    [
      'is that of the entry, however late it is published',
      [publish, { ...row, createdAtMs: NOW_MS - 30 * MINUTE_MS }, SINCE_MS, NOW_MS],
      NOW_MS - 30 * MINUTE_MS,
    ],
    [
      'is none of an older entry that is published again',
      [publish, { ...row, createdAtMs: SINCE_MS - 1, isBeingCreated: true }, SINCE_MS, NOW_MS],
      null,
    ],
  ])('is so for each kind of change', (_, args, moment) => {
    expect(submittedAt(...args)).toBe(moment);
  });
});
