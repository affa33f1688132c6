/** What a form's condition says of values that are empty. */

type Where = Record<string, unknown>;

const NEGATIONS = new Set(['$ne', '$nei', '$notIn', '$notContains', '$notContainsi']);
/** Operators that take a list as one value; to others a list is a choice. */
const LIST_OPERATORS = new Set(['$in', '$notIn', '$between']);
const EQUALITY = new Set(['$eq', '$eqi', '$ne', '$nei']);

/**
 * Rewrites a where of Strapi's query layer so that each comparison is either true or false. In SQL a
 * comparison with null is neither, and neither is what negates it: `{ kind: { $ne: "spam" } }` would
 * leave out whatever has no kind. Here an empty value, which a missing relation's are, equals nothing
 * but null, so what negates a comparison holds for it.
 *
 * Of several related entries, one that fits is enough, with a negation too, as in all of Strapi's
 * filters: what is said of a relation stays within one mention of it, so that it is said of one entry.
 */
export function withEmptyValues(where: Where): Where {
  return allOf(partsOf(where, false));
}

/** What a where asks for, part by part: Strapi merges its keys, and would lose one of two `$or`. */
function partsOf(where: Where, isNegated: boolean): Where[] {
  return Object.entries(where).flatMap(([key, value]): Where[] => {
    if (key === '$not') return [{ $not: nested(value, true) }];
    if (isGroup(key)) return [{ [key]: members(value, isNegated) }];
    return attributeParts(key, value, isNegated);
  });
}

function attributeParts(name: string, value: unknown, isNegated: boolean): Where[] {
  if (Array.isArray(value)) return [comparison(name, '$in', value, isNegated)];
  if (!isRecord(value)) return [comparison(name, '$eq', value, isNegated)];
  const related = Object.entries(value).filter(([key]) => !key.startsWith('$'));
  const operators = Object.entries(value).filter(([key]) => key.startsWith('$'));
  return [
    ...(related.length > 0
      ? [{ [name]: { $and: partsOf(Object.fromEntries(related), isNegated) } }]
      : []),
    ...operators.map(([operator, operand]): Where => {
      if (operator === '$not') return { $not: allOf(attributeParts(name, operand, true)) };
      if (isGroup(operator)) return { [name]: { [operator]: members(operand, isNegated) } };
      return comparison(name, operator, operand, isNegated);
    }),
  ];
}

function comparison(name: string, operator: string, operand: unknown, isNegated: boolean): Where {
  const isEmpty = { [name]: { $null: true } };
  const isFilled = { [name]: { $notNull: true } };
  if (Array.isArray(operand) && !LIST_OPERATORS.has(operator)) {
    return { $or: operand.map((one: unknown) => comparison(name, operator, one, isNegated)) };
  }
  const asItIs = { [name]: { [operator]: operand } };
  if (operator === '$null' || operator === '$notNull') return asItIs;
  if (operand === null && EQUALITY.has(operator)) return asItIs;
  if (Array.isArray(operand) && operand.includes(null)) {
    // SQL compares with each member, and a comparison with null says nothing.
    const others = { [name]: { [operator]: operand.filter((one) => one !== null) } };
    if (operator === '$in') return { $or: [others, isEmpty] };
    if (operator === '$notIn') return { $and: [others, isFilled] };
  }
  if (NEGATIONS.has(operator)) return { $or: [asItIs, isEmpty] };
  // Outside of a negation, what is neither true nor false counts as false anyway.
  return isNegated ? { $and: [asItIs, isFilled] } : asItIs;
}

function nested(value: unknown, isNegated: boolean): unknown {
  if (Array.isArray(value)) return { $and: members(value, isNegated) };
  return isRecord(value) ? allOf(partsOf(value, isNegated)) : value;
}

function members(value: unknown, isNegated: boolean): unknown {
  return Array.isArray(value) ? value.map((one) => nested(one, isNegated)) : value;
}

function allOf(parts: Where[]): Where {
  const [only] = parts;
  return only && parts.length === 1 ? only : { $and: parts };
}

function isGroup(key: string): boolean {
  return key === '$and' || key === '$or';
}

function isRecord(value: unknown): value is Where {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
