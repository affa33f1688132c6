/**
 * Liquid templates over an entry. A template sees nothing but the view it is given: no files, no
 * prototypes, no process. One that fails or never ends is a value, not an exception.
 */
import { Context, filters, Liquid, type Template as LiquidNode } from 'liquidjs';
import { textOf } from './attributeText';
import { OPERATORS, registerConditions } from './templateConditions';

export { variablePaths } from './variablePaths';

/** A parsed template. */
export interface Template {
  source: string;
  nodes: LiquidNode[];
}

/** Longest source of a template, in characters. */
export const TEMPLATE_LENGTH = 10_000;
/** Longest text that a template may make, in characters; the lead's own limits are far below. */
export const OUTPUT_LENGTH = 1_000_000;
/** Longest time of one rendering. */
const RENDER_LIMIT_MS = 1000;
/** Liquid's count of characters and list items made by filters and ranges in one rendering. */
const MEMORY_LIMIT = 5_000_000;
/** Longest format of a date, in characters; Liquid's limits don't see the time that one takes. */
const DATE_FORMAT_LENGTH = 200;

/** Tags that would read other templates. */
const FILE_TAGS = ['include', 'render', 'layout', 'block'];

function createEngine(): Liquid {
  const engine = new Liquid({
    templates: {},
    strictFilters: true,
    ownPropertyOnly: true,
    parseLimit: TEMPLATE_LENGTH,
    renderLimit: RENDER_LIMIT_MS,
    memoryLimit: MEMORY_LIMIT,
    operators: OPERATORS,
    // Names of months and days go to readers of a Russian journal, whatever the server's locale.
    locale: 'ru-RU',
    outputEscape(this: { context: MemoryContext }, value: unknown) {
      const text = textOf(value);
      this.context.memoryLimit.use(text.length);
      return text;
    },
  });
  registerConditions(engine);
  // Liquid's own one would take the value past outputEscape, and so past its text form.
  engine.registerFilter('raw', (value: unknown) => value);
  const { date } = filters;
  if (typeof date !== 'function') throw new Error('Liquid has no date filter');
  engine.registerFilter('date', function (value: unknown, format: unknown, ...more: unknown[]) {
    if (textOf(format).length > DATE_FORMAT_LENGTH) {
      throw new Error(`the date's format is longer than ${DATE_FORMAT_LENGTH} characters`);
    }
    return date.call(this, value, format, ...more) as unknown;
  });
  for (const name of FILE_TAGS) {
    engine.registerTag(name, {
      parse() {
        throw new Error(`tag "${name}" is not available: a template can't use other files`);
      },
      render() {},
    });
  }
  return engine;
}

interface MemoryContext {
  memoryLimit: { use(count: number): void };
}

const engine = createEngine();

/**
 * Parses a template.
 * @returns the template, or Liquid's message with line and column.
 */
export function parseTemplate(source: string): { template: Template } | { error: string } {
  try {
    return { template: { source, nodes: engine.parse(source) } };
  } catch (error) {
    return { error: messageOf(error) };
  }
}

/**
 * Renders a template.
 * @param view what the template sees, made by `entryView`.
 * @param options.timeZone IANA zone in which the `date` filter writes.
 * @returns the text, or why there is none: a filter's complaint, or a limit of time, memory or
 * length that was exceeded.
 */
export function renderTemplate(
  template: Template,
  view: Record<string, unknown>,
  { timeZone }: { timeZone: string },
): { text: string } | { error: string } {
  const context = new Context(view, optionsOf(timeZone), { sync: true }, { liquid: engine });
  try {
    const text: unknown = engine.renderSync(template.nodes, context);
    if (typeof text !== 'string') return { error: 'the template gave no text' };
    // A string put together from parts is only laid out in memory when it is first read.
    if (text.length > OUTPUT_LENGTH) return { error: `longer than ${OUTPUT_LENGTH} characters` };
    return { text };
  } catch (error) {
    return { error: messageOf(error) };
  }
}

type EngineOptions = Liquid['options'];
const optionsByZone = new Map<string, EngineOptions>();

/** Made once for each zone: a lead has a dozen templates, and the visitor waits for them. */
function optionsOf(timeZone: string): EngineOptions {
  const before = optionsByZone.get(timeZone);
  if (before) return before;
  const options = { ...engine.options, timezoneOffset: timeZone };
  optionsByZone.set(timeZone, options);
  return options;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
