import * as React from 'react';
import {
  Blocker,
  Form,
  isBaseQueryError,
  Layouts,
  useAPIErrorHandler,
  useNotification,
  useRBAC,
} from '@strapi/strapi/admin';
import { Button, Flex } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { ContentTypeInfo, Settings, SettingsError } from '../../../../server/src/contracts';
import { useUpdateCalltouchSettingsMutation } from '../../api';
import { FixedAlert } from '../../components/FixedAlert';
import { HealthBanner } from '../../components/HealthBanner';
import { refusalsOf } from '../../components/refusals';
import { useText } from '../../components/useText';
import { PERMISSIONS } from '../../permissions';
import { CheckUpSection } from './CheckUpSection';
import { DeliverySection } from './DeliverySection';
import { draftErrors, toDraft, toSettings, type Draft, isEqual } from './draft';
import { FormsSection } from './FormsSection';
import { hasInput, inputId, problemsOf, type Problem } from './problems';
import { ProblemsAlert } from './ProblemsAlert';
import { SettingsProvider, type SettingsPageState } from './SettingsContext';
import { SitesSection } from './SitesSection';
import { typedSince } from './typedSince';

/** Selects and radio groups carry no id of their own, only that of their label. */
function inputAt(path: string): HTMLElement | null {
  const id = inputId(path);
  return (
    document.getElementById(id) ??
    document.querySelector<HTMLElement>(`[aria-labelledby="${id}-label"]`)
  );
}

const LOOK_EVERY_MS = 100;
const LOOK_AT_MOST = 20;

/** Puts the cursor into an input once the accordion around it has opened and nothing moves. */
function focusWhenStill(path: string, lastTop?: number, looksLeft = LOOK_AT_MOST): void {
  setTimeout(() => {
    const input = inputAt(path);
    const top = input?.getBoundingClientRect().top;
    if ((!input || top !== lastTop) && looksLeft > 0) {
      focusWhenStill(path, top, looksLeft - 1);
      return;
    }
    input?.scrollIntoView({ block: 'center' });
    input?.focus({ preventScroll: true });
  }, LOOK_EVERY_MS);
}

/** As much of Strapi's form as the saving needs. */
interface FormHelpers {
  resetForm: (values?: Draft) => void;
  setValues: (values: Draft) => void;
}

interface Props {
  settings: Settings;
  contentTypes: ContentTypeInfo[];
  /** What of the stored settings no longer fits the content types. */
  brokenSince: SettingsError[];
}

/** The page's form: a draft of the whole document, saved at once or not at all. */
export function SettingsForm({ settings, contentTypes, brokenSince }: Props) {
  const text = useText();
  const { formatMessage } = useIntl();
  const { toggleNotification } = useNotification();
  const { formatAPIError } = useAPIErrorHandler();
  const { allowedActions } = useRBAC(PERMISSIONS.updateSettings);
  const [updateSettings] = useUpdateCalltouchSettingsMutation();
  const canUpdate = allowedActions.canUpdate === true;

  // A copy: answers that come while somebody edits must not overwrite the draft.
  const [saved, setSaved] = React.useState<Draft>(() => toDraft(settings));
  const [problems, setProblems] = React.useState<Problem[]>(() => problemsOf(brokenSince, saved));
  const [isRefused, setRefused] = React.useState(false);
  const [previews, setPreviews] = React.useState<Record<string, Problem[]>>({});
  const [open, setOpenIds] = React.useState({ site: '', form: '' });
  const draftRef = React.useRef(saved);

  const setOpen = React.useCallback<SettingsPageState['setOpen']>(
    (section, id) => setOpenIds((ids) => ({ ...ids, [section]: id })),
    [],
  );
  const setPreviewProblems = React.useCallback<SettingsPageState['setPreviewProblems']>(
    (formId, found) => setPreviews((all) => ({ ...all, [formId]: found })),
    [],
  );
  const goTo = React.useCallback(
    (path: string) => {
      const [section, index] = path.split('.');
      const draft = draftRef.current;
      if (section === 'sites') setOpen('site', draft.sites[Number(index)]?.id ?? '');
      if (section === 'forms') setOpen('form', draft.forms[Number(index)]?.id ?? '');
      focusWhenStill(path);
    },
    [setOpen],
  );

  const refuse = (errors: SettingsError[], draft: Draft) => {
    const found = problemsOf(errors, draft);
    setProblems(found);
    setRefused(true);
    const first = found.find(({ path }) => hasInput(path));
    if (first) goTo(first.path);
    else window.scrollTo({ top: 0 });
    toggleNotification({
      type: 'danger',
      message: text('settings.refused', { count: errors.length }),
    });
  };

  const save = async (draft: Draft, { resetForm, setValues }: FormHelpers) => {
    const own = draftErrors(draft);
    if (own.length > 0) return refuse(own, draft);
    const answer = await updateSettings(toSettings(draft));
    if ('error' in answer) {
      const refusals = refusalsOf(answer.error);
      if (refusals?.length) return refuse(refusals, draft);
      const message = isBaseQueryError(answer.error)
        ? formatAPIError(answer.error)
        : formatMessage({ id: 'notification.error' });
      toggleNotification({ type: 'danger', message });
      return;
    }
    setProblems([]);
    setRefused(false);
    const stored = toDraft(answer.data, draft);
    const now = draftRef.current;
    setSaved(stored);
    // Not by the property alone: the form would put it in the place of what was typed meanwhile.
    resetForm(stored);
    if (isEqual(now, draft)) {
      toggleNotification({ type: 'success', message: text('settings.saved') });
      return;
    }
    setValues(typedSince(draft, stored, now));
    toggleNotification({ type: 'info', message: text('settings.savedBefore') });
  };

  const page = React.useMemo<SettingsPageState>(
    () => ({
      contentTypes,
      saved,
      problems: [...problems, ...Object.values(previews).flat()],
      setPreviewProblems,
      open,
      setOpen,
      goTo,
    }),
    [contentTypes, saved, problems, previews, setPreviewProblems, open, setOpen, goTo],
  );

  return (
    <SettingsProvider value={page}>
      <Form<Draft> method="PUT" initialValues={saved} disabled={!canUpdate} onSubmit={save}>
        {({ modified, isSubmitting, values }) => {
          draftRef.current = values;
          return (
            <>
              <Blocker />
              <Layouts.Header
                title={text('settings.title')}
                subtitle={text('settings.subtitle')}
                primaryAction={
                  canUpdate ? (
                    <Button
                      type="submit"
                      startIcon={<Check />}
                      disabled={!modified}
                      loading={isSubmitting}
                    >
                      {formatMessage({ id: 'global.save', defaultMessage: 'Save' })}
                    </Button>
                  ) : undefined
                }
              />
              <Layouts.Content>
                <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={10}>
                  <ProblemsAlert problems={problems} draft={values} isRefused={isRefused} />
                  <HealthBanner />
                  {values.delivery.paused && <PausedBanner />}
                  <CheckUpSection />
                  <SitesSection />
                  <FormsSection />
                  <DeliverySection />
                </Flex>
              </Layouts.Content>
            </>
          );
        }}
      </Form>
    </SettingsProvider>
  );
}

/** Says that no lead goes out: a switch far down the page must not be all that shows it. */
function PausedBanner() {
  const text = useText();
  return (
    <FixedAlert variant="warning" title={text('settings.paused.title')}>
      {text('settings.paused.body')}
    </FixedAlert>
  );
}
