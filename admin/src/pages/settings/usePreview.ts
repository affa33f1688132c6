import * as React from 'react';
import type { Form, Preview, SettingsError } from '../../../../server/src/contracts';
import { usePreviewCalltouchLeadMutation } from '../../api';
import { refusalsOf } from '../../components/refusals';
import { readCondition, toForm, type Draft, type FormDraft } from './draft';
import { hasInput, problemsOf } from './problems';
import { useSettingsPage } from './SettingsContext';

/** From the last key stroke to the request. */
const DEBOUNCE_MS = 400;

/** What the live preview has to show. */
export type PreviewState =
  | { kind: 'loading' }
  | { kind: 'shown'; preview: Preview }
  /** The form has refusals; those without an input are named here. */
  | { kind: 'refused'; elsewhere: SettingsError[] }
  | { kind: 'failed' };

/** The lead that the form as it is typed would send for the newest entry. */
export function usePreview(form: FormDraft, index: number): PreviewState {
  const { saved, setPreviewProblems } = useSettingsPage();
  const [previewLead] = usePreviewCalltouchLeadMutation();
  const [state, setState] = React.useState<PreviewState>({ kind: 'loading' });
  const isReadable = form.contentType !== '' && readCondition(form.condition) !== undefined;
  const hasSavedSite = form.site === null || saved.sites.some(({ key }) => key === form.site);

  React.useEffect(() => {
    if (!isReadable) {
      setState({ kind: 'refused', elsewhere: [] });
      return undefined;
    }
    let isLate = false;
    const show = async () => {
      const sent: Form = { ...toForm(form), site: hasSavedSite ? form.site : null };
      const answer = await previewLead({ form: sent });
      // The person has typed on: a newer request is under way.
      if (isLate) return;
      if (!('error' in answer)) {
        setPreviewProblems(form.id, []);
        setState({ kind: 'shown', preview: answer.data });
        return;
      }
      const errors = refusalsOf(answer.error);
      if (!errors) {
        setState({ kind: 'failed' });
        return;
      }
      const problems = problemsOf(errors.map(inDocument(index)), draftOfOne(form, index));
      setPreviewProblems(form.id, problems);
      const elsewhere = problems.filter(({ path }) => !hasInput(path)).map(({ error }) => error);
      setState({ kind: 'refused', elsewhere });
    };
    const timer = setTimeout(() => void show(), DEBOUNCE_MS);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [form, index, isReadable, hasSavedSite, previewLead, setPreviewProblems]);

  return state;
}

/** Paths of the request, `form.x`, as paths of the document. */
function inDocument(index: number) {
  return (error: SettingsError): SettingsError =>
    error.path[0] === 'form'
      ? { ...error, path: ['forms', String(index), ...error.path.slice(1)] }
      : error;
}

function draftOfOne(form: FormDraft, index: number): Draft {
  const forms: FormDraft[] = [];
  forms[index] = form;
  return { sites: [], forms, delivery: {} as Draft['delivery'] };
}
