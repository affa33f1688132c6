/** What of a form does not fit its content type: broken templates, missing and unfit attributes. */
import { LEAD_FIELDS, type Form, type SettingsError, WRITE_BACK_RESULTS } from '../contracts';
import { pathProblem, type PathProblem } from '../mapping/attributePath';
import type { Model, Models } from '../mapping/model';
import { settingsError } from './settingsErrors';
import { parseTemplate, TEMPLATE_LENGTH, variablePaths } from '../mapping/template';
import { isTarget, targetRefusal, writeBackTypes } from '../entries/writeBackTypes';

/** The members of a form that depend on its content type. */
export type Mapping = Pick<Form, 'fields' | 'customFields' | 'writeBack'>;

/**
 * Problems of a form with its content type; also of a stored form whose content type changed since.
 * @param at path of the form, before those of its members: `["fields", "fio"]`,
 * `["customFields", "0", "value"]`, `["writeBack", "source"]`.
 */
export function fieldProblems(
  form: Mapping,
  model: Model,
  models: Models,
  at: string[] = [],
): SettingsError[] {
  const templates: [string[], string][] = [
    ...LEAD_FIELDS.map((field): [string[], string] => [
      [...at, 'fields', field],
      form.fields[field] ?? '',
    ]),
    ...form.customFields.map(({ value }, index): [string[], string] => [
      [...at, 'customFields', String(index), 'value'],
      value,
    ]),
  ];
  return [
    ...templates.flatMap(([path, source]) => templateProblems(path, source, model, models)),
    ...writeBackProblems(form.writeBack, model, at),
  ];
}

function templateProblems(
  path: string[],
  source: string,
  model: Model,
  models: Models,
): SettingsError[] {
  if (source.length > TEMPLATE_LENGTH) {
    return [settingsError(path, 'tooLong', { limit: String(TEMPLATE_LENGTH) })];
  }
  const parsed = parseTemplate(source);
  if ('error' in parsed) return [settingsError(path, 'template', { message: parsed.error })];
  const problems = new Map<string, PathProblem>();
  for (const variable of variablePaths(parsed.template)) {
    const problem = pathProblem(model, variable, models);
    if (problem) problems.set(problem.attribute, problem);
  }
  return [...problems.values()].map((problem) => attributeError(path, problem));
}

function attributeError(path: string[], { kind, attribute, nearest }: PathProblem): SettingsError {
  switch (kind) {
    case 'private':
      return settingsError(path, 'privateAttribute', { attribute });
    case 'password':
      return settingsError(path, 'passwordAttribute', { attribute });
    case 'unmappable':
      return settingsError(path, 'unmappableAttribute', { attribute });
    case 'list': {
      const parts = attribute.split('.');
      return settingsError(path, 'listAttribute', {
        name: parts.pop() ?? '',
        list: parts.join('.'),
      });
    }
    default:
      return nearest === null
        ? settingsError(path, 'unknownAttribute', { attribute })
        : settingsError(path, 'misspelledAttribute', { attribute, nearest });
  }
}

function writeBackProblems(
  writeBack: Form['writeBack'],
  model: Model,
  at: string[],
): SettingsError[] {
  const taken = new Map<string, string>();
  return WRITE_BACK_RESULTS.flatMap((result) => {
    const name = writeBack[result];
    if (name === undefined || name === '') return [];
    const path = [...at, 'writeBack', result];
    const first = taken.get(name);
    if (first !== undefined) {
      return [settingsError(path, 'writeBackTwice', { attribute: name, result: first })];
    }
    taken.set(name, result);
    const refusal = targetRefusal(model, name);
    if (refusal) return [settingsError(path, refusal, { attribute: name })];
    if (isTarget(model, name, result)) return [];
    const type = model.attributes[name]?.type ?? '';
    const types = writeBackTypes(result).join(', ');
    return [settingsError(path, 'writeBackType', { attribute: name, type, result, types })];
  });
}
