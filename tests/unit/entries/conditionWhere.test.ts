import fc from 'fast-check';
import { withEmptyValues } from '../../../server/src/entries/conditionWhere';
import { itEvery } from '../../support/itEvery';

type Row = Record<string, unknown>;
type Truth = boolean | null;

const isRecord = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const not = (truth: Truth): Truth => (truth === null ? null : !truth);
const and = (truths: Truth[]): Truth =>
  truths.includes(false) ? false : truths.includes(null) ? null : true;
const or = (truths: Truth[]): Truth =>
  truths.length === 0 ? true : not(and(truths.map((truth) => not(truth))));

/** One comparison; `unknown` is what it says where it can't be said. */
function compared(value: unknown, operator: string, operand: unknown, unknown: Truth): Truth {
  const list = Array.isArray(operand) ? operand : [operand];
  if (Array.isArray(operand) && !['$in', '$notIn', '$between'].includes(operator)) {
    return or(list.map((one) => compared(value, operator, one, unknown)));
  }
  const equal = (other: unknown): Truth =>
    value === null || other === null ? unknown : value === other;
  const low = (one: unknown) => String(one).toLowerCase();
  const said = (truth: boolean): Truth => (value === null ? unknown : truth);
  switch (operator) {
    case '$null':
      return (value === null) === operand;
    case '$notNull':
      return (value !== null) === operand;
    case '$eq':
      return operand === null ? value === null : equal(operand);
    case '$ne':
      return operand === null ? value !== null : not(equal(operand));
    case '$eqi':
      return operand === null ? value === null : said(low(value) === low(operand));
    case '$nei':
      return operand === null ? value !== null : not(said(low(value) === low(operand)));
    case '$in':
      return list.length === 0 ? false : or(list.map(equal));
    case '$notIn':
      return list.length === 0 ? true : not(or(list.map(equal)));
    case '$gt':
      return said(String(value) > String(operand));
    case '$contains':
      return said(String(value).includes(String(operand)));
    case '$notContains':
      return not(said(String(value).includes(String(operand))));
    case '$containsi':
      return said(low(value).includes(low(operand)));
    case '$notContainsi':
      return not(said(low(value).includes(low(operand))));
    default:
      throw new Error(`Undefined operator ${operator}`);
  }
}

/** What a database makes of a where: three values, a missing relation's columns are null. */
function bySql(where: unknown, row: Row | null): Truth {
  if (!isRecord(where)) throw new Error('Where must be an object');
  return and(
    Object.entries(where).map(([key, value]) => {
      if (key === '$and') return and((value as unknown[]).map((one) => bySql(one, row)));
      if (key === '$or') return or((value as unknown[]).map((one) => bySql(one, row)));
      if (key === '$not') return not(bySql(value, row));
      return columnBySql(key, value, row?.[key] ?? null);
    }),
  );
}

function columnBySql(name: string, asked: unknown, value: unknown): Truth {
  if (!isRecord(asked)) {
    return compared(idOf(value), Array.isArray(asked) ? '$in' : '$eq', asked, null);
  }
  return and(
    Object.entries(asked).map(([key, operand]) => {
      if (!key.startsWith('$')) return bySql({ [key]: operand }, value as Row | null);
      if (key === '$and' || key === '$or') return bySql({ [key]: operand }, value as Row | null);
      if (key === '$not') return not(columnBySql(name, operand, value));
      return compared(idOf(value), key, operand, null);
    }),
  );
}

/** What is promised: two values; null equals nothing but null. */
function promised(where: Row, row: Row | null): boolean {
  return Object.entries(where).every(([key, value]) => {
    if (key === '$and') return (value as Row[]).every((one) => promised(one, row));
    if (key === '$or') return (value as Row[]).some((one) => promised(one, row));
    if (key === '$not') return !promised(value as Row, row);
    return promisedOf(value, row?.[key] ?? null);
  });
}

function promisedOf(asked: unknown, value: unknown): boolean {
  if (Array.isArray(asked)) return promisedOf({ $in: asked }, value);
  if (!isRecord(asked)) return promisedOf({ $eq: asked }, value);
  return Object.entries(asked).every(([key, operand]) => {
    if (!key.startsWith('$')) return promised({ [key]: operand }, value as Row | null);
    if (key === '$and' || key === '$or') {
      return promised({ [key]: operand }, value as Row | null);
    }
    if (key === '$not') return !promisedOf(operand, value);
    const is = idOf(value);
    if (key === '$in') return (operand as unknown[]).includes(is);
    if (key === '$notIn') return !(operand as unknown[]).includes(is);
    return compared(is, key, operand, false) === true;
  });
}

/** A relation that is asked like a value is asked for its id. */
const idOf = (value: unknown): unknown => (isRecord(value) ? value.id : value);

const word = fc.constantFrom('', 'a', 'A', 'ab');
const value = fc.oneof({ weight: 3, arbitrary: word }, { weight: 1, arbitrary: fc.constant(null) });
const SINGLE = ['$eq', '$ne', '$eqi', '$nei'];
const OF_TEXT = ['$gt', '$contains', '$notContains', '$containsi', '$notContainsi'];
const pair = (keys: string[], operand: fc.Arbitrary<unknown>) =>
  fc.tuple(fc.constantFrom(...keys), operand).map(([key, one]) => ({ [key]: one }));
const comparison = fc.oneof(
  pair(SINGLE, value),
  pair(SINGLE, fc.array(value, { minLength: 1, maxLength: 2 })),
  pair(OF_TEXT, word),
  pair(['$in', '$notIn'], fc.array(value, { maxLength: 3 })),
  pair(['$null', '$notNull'], fc.boolean()),
);
const { where } = fc.letrec<{ asked: unknown; where: Row; product: unknown }>((tie) => ({
  asked: fc.oneof(
    { depthSize: 'small' },
    value,
    fc.array(value, { minLength: 1, maxLength: 2 }),
    comparison,
    fc.tuple(comparison, comparison).map(([one, other]) => ({ ...one, ...other })),
    pair(['$not'], tie('asked')),
  ),
  product: fc.oneof(
    { depthSize: 'small' },
    comparison,
    fc.record({ title: tie('asked'), note: tie('asked') }, { requiredKeys: ['title'] }),
    pair(['$or', '$and'], fc.array(pair(['title', 'note'], tie('asked')), { minLength: 1 })),
    pair(['$not'], pair(['title'], tie('asked'))),
  ),
  where: fc.oneof(
    { depthSize: 'small' },
    pair(['kind', 'vid'], tie('asked')),
    pair(['product'], tie('product')),
    fc.record({ kind: tie('asked'), product: tie('product') }),
    pair(['$and', '$or'], fc.array(tie('where'), { minLength: 1, maxLength: 3 })),
    pair(['$not'], tie('where')),
  ),
}));
const row = fc.record({
  kind: value,
  vid: value,
  product: fc.option(fc.record({ id: word, title: value, note: value })),
});

describe('a condition', () => {
  it('never leaves open whether an entry with empty values meets it', () => {
    fc.assert(
      fc.property(where, row, (asked, entry) => {
        expect(bySql(withEmptyValues(asked), entry) === true).toBe(promised(asked, entry));
      }),
      { numRuns: 2_000 },
    );
  });

  itEvery<[string, Row, Row]>([
    ['$ne', { vid: { $ne: 'spam' } }, { vid: null }],
    ['$nei', { vid: { $nei: 'spam' } }, { vid: null }],
    ['$notIn', { vid: { $notIn: ['spam'] } }, { vid: null }],
    ['$notContains', { vid: { $notContains: 'spam' } }, { vid: null }],
    ['$notContainsi', { vid: { $notContainsi: 'spam' } }, { vid: null }],
    ['$not of a value', { vid: { $not: { $eq: 'spam' } } }, { vid: null }],
    ['$not of a group', { $not: { $or: [{ vid: 'spam' }, { kind: 'x' }] } }, { kind: 'y' }],
    ['$ne of a relation that is missing', { product: { title: { $ne: 'x' } } }, { product: null }],
    ['$ne beside another member', { vid: { $ne: 'spam' }, kind: 'y' }, { kind: 'y' }],
  ])('holds for an empty value', (_, asked, entry) => {
    expect(bySql(asked, entry)).not.toBe(true);
    expect(bySql(withEmptyValues(asked), entry)).toBe(true);
  });

  itEvery<[string, Row, Row]>([
    ['what must not be null', { vid: { $ne: null } }, { vid: null }],
    ['a list that names null', { vid: { $notIn: ['spam', null] } }, { vid: null }],
    ['no negation', { vid: { $eq: 'spam' } }, { vid: null }],
    ['a negation twice', { $not: { vid: { $ne: 'spam' } } }, { vid: null }],
    ['what is negated', { vid: { $ne: 'spam' } }, { vid: 'spam' }],
  ])('does not hold', (_, asked, entry) => {
    expect(bySql(withEmptyValues(asked), entry)).not.toBe(true);
  });

  it('stays within one mention of a relation, so that it is said of one related entry', () => {
    expect(withEmptyValues({ tags: { name: { $ne: 'spam' }, kind: 'y' } })).toEqual({
      tags: {
        $and: [
          { $or: [{ name: { $ne: 'spam' } }, { name: { $null: true } }] },
          { kind: { $eq: 'y' } },
        ],
      },
    });
  });
});
