/** Which variables a template reads: what must be populated, and what must exist. */
import {
  AssignTag,
  type Filter,
  ForTag,
  type PropertyAccessToken,
  TablerowTag,
  type Template as LiquidNode,
  toValueSync,
  type Token,
  TypeGuards,
  Value,
} from 'liquidjs';
import { ANY, type Path } from './attributePath';

/** Names that the template makes itself, innermost scope last; null where what they hold is unknown. */
type Scopes = Map<string, Path | null>[];

/** Filters after which a list still has the same items. */
const SAME_LIST = new Set([
  'compact',
  'concat',
  'reject',
  'reject_exp',
  'reverse',
  'slice',
  'sort',
  'sort_natural',
  'uniq',
  'where',
  'where_exp',
]);
const ONE_ITEM = new Set(['find', 'find_exp', 'first', 'last']);
/** Filters whose first argument names an attribute of the list's items. */
const BY_ATTRIBUTE = new Set([
  'find',
  'find_index',
  'group_by',
  'has',
  'map',
  'reject',
  'sort',
  'sort_natural',
  'sum',
  'where',
]);

/** Filters with an expression over the list's items, which only rendering reads. */
const BY_EXPRESSION = /_exp$/;

/**
 * Paths of the variables that a parsed template takes from its view, root first, each once. Items
 * of a loop or of a `map` are paths into the list (`['products', ANY, 'title']`).
 */
export function variablePaths(template: { nodes: LiquidNode[] }): Path[] {
  const found = new Map<string, Path>();
  visit(template.nodes, [new Map()], (path) => found.set(JSON.stringify(path), path));
  return [...found.values()];
}

type Add = (path: Path) => void;

/** A value with its filters, as outputs (`Value`) and `cycle` (a token) hold it. */
interface Filtered {
  initial: { postfix: Token[] };
  filters: Pick<Filter, 'name' | 'args'>[];
}

function visit(nodes: LiquidNode[], scopes: Scopes, add: Add): void {
  for (const node of nodes) {
    let argumentPath: Path | null = null;
    for (const argument of node.arguments?.() ?? []) {
      if (!(argument instanceof Value)) addToken(argument, scopes, add);
      else argumentPath ??= addValue(argument, scopes, add);
    }
    const root = scopes[0];
    for (const name of node.localScope?.() ?? []) {
      // A name that is assigned twice may hold either value.
      const path = root?.has(name.content) || !(node instanceof AssignTag) ? null : argumentPath;
      root?.set(name.content, path);
    }
    if (!node.children) continue;
    const children = toValueSync<LiquidNode[]>(node.children(false, true));
    visit(children, [...scopes, blockScope(node, scopes)], add);
  }
}

function blockScope(node: LiquidNode, scopes: Scopes): Map<string, Path | null> {
  const scope = new Map<string, Path | null>();
  for (const name of node.blockScope?.() ?? []) scope.set(name, null);
  if (node instanceof ForTag || node instanceof TablerowTag) {
    const list = resolve(node.collection, scopes);
    scope.set(node.variable, list && [...list, ANY]);
  }
  return scope;
}

/** Adds what a value with filters reads; returns the path of what it gives, if that is known. */
function addValue(value: Filtered, scopes: Scopes, add: Add): Path | null {
  const tokens = value.initial.postfix;
  for (const token of tokens) addToken(token, scopes, add);
  const [only] = tokens;
  let path = only && tokens.length === 1 ? resolve(only, scopes) : null;
  for (const { name, args } of value.filters) {
    for (const arg of args) addToken(Array.isArray(arg) ? arg[1] : arg, scopes, add);
    const [attribute] = args;
    if (path && BY_ATTRIBUTE.has(name) && !Array.isArray(attribute)) {
      if (TypeGuards.isQuotedToken(attribute)) add([...path, ANY, ...attribute.content.split('.')]);
    }
    if (path && BY_EXPRESSION.test(name)) add([...path, ANY, ANY]);
    if (path && ONE_ITEM.has(name)) path = [...path, ANY];
    else if (!SAME_LIST.has(name)) path = null;
  }
  return path;
}

function addToken(token: Token | undefined, scopes: Scopes, add: Add): void {
  if (TypeGuards.isRangeToken(token)) {
    addToken(token.lhs, scopes, add);
    addToken(token.rhs, scopes, add);
  } else if (TypeGuards.isPropertyAccessToken(token)) {
    addToken(token.variable, scopes, add);
    for (const prop of token.props) addToken(prop, scopes, add);
    const path = resolve(token, scopes);
    if (path) add(path);
  } else if (TypeGuards.isFilteredValueToken(token)) {
    addValue(token, scopes, add);
  }
}

/** The path of a variable in the view; null for what is no variable or was made by the template. */
function resolve(token: Token, scopes: Scopes): Path | null {
  if (!TypeGuards.isPropertyAccessToken(token) || token.variable) return null;
  const [root, ...rest] = segmentsOf(token);
  if (root === undefined || root === ANY) return null;
  for (const scope of [...scopes].reverse()) {
    const known = scope.get(String(root));
    if (known) return [...known, ...rest];
    if (known === null) return null;
  }
  return [root, ...rest];
}

function segmentsOf(token: PropertyAccessToken): Path {
  return token.props.map((prop) => {
    if (TypeGuards.isQuotedToken(prop) || TypeGuards.isWordToken(prop)) return prop.content;
    return TypeGuards.isNumberToken(prop) ? prop.content : ANY;
  });
}
