import * as React from 'react';
import { useField, useForm } from '@strapi/strapi/admin';
import type { ContentTypeInfo } from '../../../../server/src/contracts';
import { useCodeText } from '../../components/useText';
import { isEqual, type Draft } from './draft';
import { inputId, isCurrent, type Problem } from './problems';

/** What all inputs of the page share. */
export interface SettingsPageState {
  contentTypes: ContentTypeInfo[];
  /** What the server knows; rows keep their ids while the draft is edited. */
  saved: Draft;
  problems: Problem[];
  /** What a live preview found wrong with one form, by the form's id; replaces what it found before. */
  setPreviewProblems: (formId: string, problems: Problem[]) => void;
  /** Ids of the open site and the open form; empty: none is. */
  open: { site: string; form: string };
  setOpen: (section: 'site' | 'form', id: string) => void;
  /** Opens what holds the input and puts the cursor there. */
  goTo: (path: string) => void;
}

const Context = React.createContext<SettingsPageState | null>(null);
export const SettingsProvider = Context.Provider;

/** The page's shared state; only within the page. */
export function useSettingsPage(): SettingsPageState {
  const state = React.useContext(Context);
  if (!state) throw new Error('useSettingsPage needs the settings page around it');
  return state;
}

/** One value of the draft with what its input needs. */
export interface DraftField<T> {
  id: string;
  value: T;
  setValue: (value: T | undefined) => void;
  /** The refusal in the person's language. */
  error: string | undefined;
  isReadOnly: boolean;
}

/**
 * Binds an input to the draft.
 * @param path with dots, e.g. `sites.0.name`; the caller says of which type it is.
 */
export function useDraftField<T>(path: string): DraftField<T> {
  const { problems } = useSettingsPage();
  const { value, onChange } = useField<T>(path);
  const isReadOnly = useForm('DraftField', ({ disabled }) => disabled);
  const text = useCodeText();
  const problem = problems.find((item) => item.path === path && isEqual(item.value, value));
  return {
    id: inputId(path),
    value: value as T,
    setValue: (next) => onChange(path, next),
    error:
      problem && text('error', problem.error.code, problem.error.values, problem.error.message),
    isReadOnly,
  };
}

/** How many inputs below a path have a refusal: what is folded away must not hide them. */
export function useProblemCount(): (prefix: string) => number {
  const { problems } = useSettingsPage();
  const draft = useForm('ProblemCount', ({ values }) => values) as Draft;
  return (prefix) =>
    new Set(
      problems
        .filter((problem) => problem.path.startsWith(prefix) && isCurrent(problem, draft))
        .map(({ path }) => path),
    ).size;
}
