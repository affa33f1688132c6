/** A form's templates, parsed and checked once: the visitor waits for what is done with each lead. */
import { Output, type Template as LiquidNode, TypeGuards } from 'liquidjs';
import { type Form, LEAD_FIELDS, type LeadField, type Visit } from '../contracts';
import { mappableAttributes, pathProblem, type Path } from './attributePath';
import { textOf } from './attributeText';
import { submissionView, valueOf, type View, type ViewOptions } from './entryView';
import type { Model, Models } from './model';
import { populateFor, type Populate } from './populate';
import { OUTPUT_LENGTH, parseTemplate, renderTemplate, variablePaths } from './template';

/** The text of a template, or why there is none. */
export type Rendered = { text: string } | { error: string };

/** A form that is ready to render leads. */
export interface CompiledForm {
  /** In the order of the lead's fields; those that are empty have no text and need none. */
  fields: (CompiledTemplate & { field: LeadField })[];
  customFields: (CompiledTemplate & { name: string })[];
  /**
   * What must be read beyond an entry's own row; null: nothing.
   *
   * @param nullsLast as `populateFor` takes it
   */
  populate(nullsLast: 'asc' | 'desc'): Populate | null;
  /** Begins the rendering of an entry and the visit that it came from; what the templates share of it is made once, if at all. */
  of(entry: Record<string, unknown>, visit: Visit, options: ViewOptions): EntryInView;
}

/** A template of a form. */
export interface CompiledTemplate {
  /** Attributes that it names and the content type has not. */
  missing: string[];
  render(entry: EntryInView): Rendered;
}

/** An entry that templates are rendered over. */
export interface EntryInView {
  entry: Record<string, unknown>;
  options: ViewOptions;
  view(): View;
}

const compiledForms = new WeakMap<Form, { model: Model; compiled: CompiledForm }>();

/** A form of the settings, compiled when it is first asked for: the settings keep it till they change. */
export function compiledOf(form: Form, model: Model, models: Models): CompiledForm {
  const known = compiledForms.get(form);
  if (known?.model === model) return known.compiled;
  const compiled = compileForm(form, model, models);
  compiledForms.set(form, { model, compiled });
  return compiled;
}

/**
 * Compiles a form. A template that is one attribute and no more, as most are, becomes the reading of
 * that attribute; the others are rendered by Liquid, and give the same text as ever.
 */
function compileForm(form: Form, model: Model, models: Models): CompiledForm {
  const paths: Path[] = [];
  const attributes = new Map(mappableAttributes(model, models));

  const compile = (source: string): CompiledTemplate => {
    const parsed = parseTemplate(source);
    if ('error' in parsed) return { missing: [], render: () => parsed };
    const { template } = parsed;
    const own = variablePaths(template);
    paths.push(...own);
    const missing = own.flatMap((path) => pathProblem(model, path, models)?.attribute ?? []);
    const rendered = (entry: EntryInView) => renderTemplate(template, entry.view(), entry.options);
    const name = onlyAttribute(template.nodes);
    const attribute = name === null ? undefined : attributes.get(name);
    if (name === null || !attribute) return { missing: [...new Set(missing)], render: rendered };
    return {
      missing: [...new Set(missing)],
      render(entry) {
        // How it is refused is Liquid's to say.
        try {
          const text = textOf(valueOf(attribute, entry.entry[name], models, entry.options));
          return text.length > OUTPUT_LENGTH ? rendered(entry) : { text };
        } catch {
          return rendered(entry);
        }
      },
    };
  };
  const fields = LEAD_FIELDS.flatMap((field) => {
    const source = form.fields[field] ?? '';
    return source === '' ? [] : [{ field, ...compile(source) }];
  });
  const customFields = form.customFields.map(({ name, value }) => ({
    name,
    ...(value === '' ? { missing: [], render: () => ({ text: '' }) } : compile(value)),
  }));

  let populate: Populate | null | undefined;
  return {
    fields,
    customFields,
    populate(nullsLast) {
      if (populate === undefined) populate = populateFor(model, paths, models, nullsLast);
      return populate;
    },
    of(entry, visit, options) {
      let view: View | null = null;
      return {
        entry,
        options,
        view: () => (view ??= submissionView(model, entry, visit, models, options)),
      };
    },
  };
}

/** What Liquid calls the filter that it ends every output with: our `outputEscape`. */
const OUTPUT_ESCAPE = '[object Function]';

/** The attribute that a template is the text of; null where it is anything else. */
function onlyAttribute(nodes: LiquidNode[]): string | null {
  const [node] = nodes;
  if (nodes.length !== 1 || !(node instanceof Output)) return null;
  const { initial, filters } = node.value;
  const [token] = initial.postfix;
  if (filters.some((filter) => filter.name !== OUTPUT_ESCAPE)) return null;
  if (initial.postfix.length !== 1 || !token) return null;
  if (!TypeGuards.isPropertyAccessToken(token) || token.variable) return null;
  const [name] = token.props;
  return token.props.length === 1 && TypeGuards.isWordToken(name) ? name.content : null;
}
