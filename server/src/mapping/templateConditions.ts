/**
 * What counts as empty in conditions of templates. Liquid takes every text for true, an empty one
 * too; but an HTML form sends `""` for a field that nobody filled, so that `{% if message %}` would
 * hold for all leads. `0` stays a value, and comparisons (`== ""`, `== blank`) stay Liquid's.
 */
import { defaultOperators, IfTag, type Liquid, toValue, UnlessTag, type Value } from 'liquidjs';

/** Whether a value is nothing, false, a text of which nothing can be seen, or a list without items. */
function isEmpty(value: unknown): boolean {
  const plain: unknown = toValue(value);
  if (plain === undefined || plain === null || plain === false) return true;
  if (typeof plain === 'string') return !/[^\s\p{Cc}\p{Cf}]/u.test(plain);
  if (Array.isArray(plain)) return plain.length === 0;
  return false;
}

/** `and`, `or`, `not` as Liquid's own, but by what is empty here. */
export const OPERATORS = {
  ...defaultOperators,
  not: (value: unknown) => isEmpty(value),
  and: (left: unknown, right: unknown) => !isEmpty(left) && !isEmpty(right),
  or: (left: unknown, right: unknown) => !isEmpty(left) || !isEmpty(right),
};

/** Registers `if`, `unless` with their `elsif`, and the filter `default`, all by what is empty here. */
export function registerConditions(engine: Liquid): void {
  engine.registerTag('if', withBranches(IfTag));
  engine.registerTag('unless', withBranches(UnlessTag));
  engine.registerFilter('default', (value: unknown, fallback: unknown, ...options: unknown[]) => {
    const isAllowedFalse = toValue(value) === false && new Map(options as []).get('allow_false');
    return isEmpty(value) && !isAllowedFalse ? fallback : value;
  });
}

type Branching = typeof IfTag | typeof UnlessTag;

/** The tag, to whose tests an empty value is false. */
function withBranches<T extends Branching>(BaseTag: T): T {
  return class extends (BaseTag as typeof IfTag) {
    constructor(...parts: ConstructorParameters<typeof IfTag>) {
      super(...parts);
      for (const { value } of this.branches) emptyAsFalse(value);
    }
  } as unknown as T;
}

function emptyAsFalse(condition: Value): void {
  const read = condition.value.bind(condition);
  condition.value = function* (context, lenient) {
    const value = yield* read(context, lenient);
    return isEmpty(value) ? false : value;
  };
}
