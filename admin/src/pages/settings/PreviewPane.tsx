import { Box, Typography } from '@strapi/design-system';
import type { Preview } from '../../../../server/src/contracts';
import { ReasonText, WarningLines } from '../../components/deliveryWords';
import { Note } from '../../components/Section';
import { useCodeText, useText } from '../../components/useText';
import type { FormDraft, SiteDraft } from './draft';
import { LeadRows, leadRows } from './LeadRows';
import { useDraftField, useSettingsPage } from './SettingsContext';
import { usePreview, type PreviewState } from './usePreview';

/** Shows what would be sent while the mapping is typed. */
export function PreviewPane({ index }: { index: number }) {
  const text = useText();
  const { saved } = useSettingsPage();
  const { value: form } = useDraftField<FormDraft>(`forms.${index}`);
  const state = usePreview(form, index);
  const isUnsaved = form.site !== null && !saved.sites.some(({ key }) => key === form.site);
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
      {isUnsaved && <Note>{text('preview.unsavedSite')}</Note>}
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

function PreviewedLead({ preview }: { preview: Preview }) {
  const text = useText();
  const { value: sites } = useDraftField<SiteDraft[]>('sites');
  const { documentId, lead, reason, warnings, isMasked } = preview;
  if (documentId === null) return <Note>{text('preview.noEntry')}</Note>;
  const site = sites.find(({ key }) => key === preview.site)?.name ?? preview.site ?? '—';
  const warned = warnings.map(({ field }) => field);
  const rows = lead ? leadRows(lead, warned) : [];
  const shown = new Set(rows.map(({ field }) => field));
  const others = warnings.filter(({ field }) => !shown.has(field));
  return (
    <>
      <Note>{text('preview.entry', { documentId, site })}</Note>
      {isMasked && <Note>{text('preview.masked')}</Note>}
      {reason && (
        <Box paddingTop={2} role="status">
          <Typography fontWeight="bold" tag="p">
            {text('preview.notSent')}
          </Typography>
          <ReasonText reason={reason} />
        </Box>
      )}
      <LeadRows
        rows={rows}
        beneath={(row) => (
          <WarningLines
            warnings={warnings.filter(({ field }) => field === row.field)}
            isNamed={false}
          />
        )}
      />
      <WarningLines warnings={others} isNamed />
    </>
  );
}
