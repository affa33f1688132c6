import { Box, Flex, Typography } from '@strapi/design-system';
import type { LeadField, Preview, Warning } from '../../../../server/src/contracts';
import { ReasonText } from '../../components/ReasonText';
import { useCodeText, useText } from '../../components/useText';
import { useWarningText } from '../../components/useWarningText';
import { LEAD_FIELDS, type FormDraft, type SiteDraft } from './draft';
import { useDraftField, useSettingsPage } from './SettingsContext';
import { usePreview, type PreviewState } from './usePreview';

/** Shows what would be sent while the mapping is typed. */
export function PreviewPane({ index }: { index: number }) {
  const text = useText();
  const { savedSiteKeys } = useSettingsPage();
  const { value: form } = useDraftField<FormDraft>(`forms.${index}`);
  const state = usePreview(form, index);
  const isUnsaved = form.site !== null && !savedSiteKeys.includes(form.site);
  return (
    <Box
      tag="section"
      aria-busy={state.kind === 'loading'}
      background="neutral100"
      padding={4}
      hasRadius
    >
      <Typography variant="omega" fontWeight="bold" tag="h4">
        {text('preview.title')}
      </Typography>
      {isUnsaved && (
        <Typography variant="pi" textColor="neutral600" tag="p">
          {text('preview.unsavedSite')}
        </Typography>
      )}
      <PreviewBody state={state} />
    </Box>
  );
}

function PreviewBody({ state }: { state: PreviewState }) {
  const text = useText();
  const codeText = useCodeText();
  switch (state.kind) {
    case 'loading':
      return <Note>{text('preview.loading')}</Note>;
    case 'failed':
      return <Note>{text('preview.failed')}</Note>;
    case 'refused':
      return (
        <>
          <Note>{text('preview.refused')}</Note>
          {state.elsewhere.map(({ path, code, values, message }) => (
            <Note key={path.join('.')}>
              {`${path.join('.')}: ${codeText('error', code, values, message)}`}
            </Note>
          ))}
        </>
      );
    default:
      return <PreviewedLead preview={state.preview} />;
  }
}

function Note({ children }: { children: string }) {
  return (
    <Typography variant="pi" textColor="neutral600" tag="p">
      {children}
    </Typography>
  );
}

function PreviewedLead({ preview }: { preview: Preview }) {
  const text = useText();
  const { value: sites } = useDraftField<SiteDraft[]>('sites');
  const { documentId, lead, reason, warnings } = preview;
  if (documentId === null) return <Note>{text('preview.noEntry')}</Note>;
  const site = sites.find(({ key }) => key === preview.site)?.name ?? preview.site ?? '—';
  const rows = lead ? leadRows(lead, warnings) : [];
  const shown = new Set(rows.map(({ field }) => field));
  const others = warnings.filter(({ field }) => !shown.has(field));
  return (
    <>
      <Note>{text('preview.entry', { documentId, site })}</Note>
      {reason && (
        <Box paddingTop={2} role="status">
          <Typography fontWeight="bold" tag="p">
            {text('preview.notSent')}
          </Typography>
          <ReasonText reason={reason} />
        </Box>
      )}
      <Flex tag="dl" direction="column" alignItems="stretch" paddingTop={2} gap={1}>
        {rows.map((row) => (
          <PreviewRow key={row.field} {...row} warnings={warnings} />
        ))}
      </Flex>
      <WarningLines warnings={others} isNamed />
    </>
  );
}

interface Row {
  field: string;
  /** The parameter as Calltouch's API names it. */
  name: string;
  value: string;
}

/** Parameters that are sent, and those that are empty but have a warning. */
function leadRows(lead: NonNullable<Preview['lead']>, warnings: Warning[]): Row[] {
  const isWarned = (field: LeadField) => warnings.some((warning) => warning.field === field);
  return [
    ...LEAD_FIELDS.filter((field) => lead[field] || isWarned(field)).map((field) => ({
      field,
      name: field,
      value: lead[field] || '—',
    })),
    ...lead.customFields.map(({ name, value }) => ({
      field: `customFields.${name}`,
      name: `customField[${name}]`,
      value,
    })),
  ];
}

function PreviewRow({ field, name, value, warnings }: Row & { warnings: Warning[] }) {
  return (
    <Flex gap={3} alignItems="flex-start" wrap="wrap">
      <Box tag="dt" width="16rem" style={{ overflowWrap: 'anywhere' }}>
        <Typography variant="pi" textColor="neutral600">
          {name}
        </Typography>
      </Box>
      <Box tag="dd" flex="1" minWidth="16rem" style={{ overflowWrap: 'anywhere' }}>
        <Typography style={{ whiteSpace: 'pre-wrap' }}>{value}</Typography>
        <WarningLines warnings={warnings.filter((warning) => warning.field === field)} />
      </Box>
    </Flex>
  );
}

function WarningLines({ warnings, isNamed = false }: { warnings: Warning[]; isNamed?: boolean }) {
  const warningText = useWarningText();
  return warnings.map((warning) => (
    <Typography
      key={`${warning.field}-${warning.code}`}
      variant="pi"
      textColor="warning700"
      tag="p"
    >
      {warningText(warning, isNamed)}
    </Typography>
  ));
}
