import * as React from 'react';
import { useForm, useRBAC } from '@strapi/strapi/admin';
import { Box, Button, Typography } from '@strapi/design-system';
import { PaperPlane } from '@strapi/icons';
import { useText } from '../../components/useText';
import { PERMISSIONS } from '../../permissions';
import { isEqual, type Draft, type SiteDraft } from './draft';
import { useSettingsPage } from './SettingsContext';
import { TestLeadDialog } from './TestLeadDialog';

interface Props {
  section: 'sites' | 'forms';
  index: number;
}

/** Sends a lead that says it is a test, for those who may send leads. */
export function TestLeadButton({ section, index }: Props) {
  const text = useText();
  const { allowedActions } = useRBAC(PERMISSIONS.sendDeliveries);
  const { saved } = useSettingsPage();
  const draft = useForm('TestLead', ({ values }) => values) as Draft;
  const [isOpen, setOpen] = React.useState(false);
  const reasonId = React.useId();
  if (allowedActions.canSend !== true) return null;

  const target = testLeadTarget(section, index, draft, saved);
  const isReady = target.kind === 'ready';
  return (
    <Box>
      <Button
        type="button"
        variant="secondary"
        startIcon={<PaperPlane />}
        disabled={!isReady}
        aria-describedby={isReady ? undefined : reasonId}
        onClick={() => setOpen(true)}
      >
        {text('testLead.open')}
      </Button>
      {!isReady && (
        <Typography id={reasonId} variant="pi" textColor="neutral600" tag="p" paddingTop={2}>
          {text(`testLead.${target.kind}`)}
        </Typography>
      )}
      {isOpen && isReady && <TestLeadDialog {...target} onClose={() => setOpen(false)} />}
    </Box>
  );
}

/** Where a test lead of a site or a form can go. */
type TestLeadTarget =
  | { kind: 'ready'; sites: SiteDraft[]; contentType?: string }
  /** What is shown is not what is saved. */
  | { kind: 'unsaved' }
  | { kind: 'noSite' };

/** @param section the list that the row belongs to, and its place there */
function testLeadTarget(
  section: 'sites' | 'forms',
  index: number,
  draft: Draft,
  saved: Draft,
): TestLeadTarget {
  const row = draft[section][index];
  const isSaved = saved[section].some((known) => isEqual(known, row));
  if (section === 'sites') {
    const site = draft.sites[index];
    return isSaved && site ? { kind: 'ready', sites: [site] } : { kind: 'unsaved' };
  }
  const form = draft.forms[index];
  if (!isSaved || !form || !isEqual(draft.sites, saved.sites)) return { kind: 'unsaved' };
  const sites = saved.sites.filter(({ key }) => form.site === null || form.site === key);
  return sites.length > 0
    ? { kind: 'ready', sites, contentType: form.contentType }
    : { kind: 'noSite' };
}
