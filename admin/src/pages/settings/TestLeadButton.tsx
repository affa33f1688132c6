import * as React from 'react';
import { useForm, useRBAC } from '@strapi/strapi/admin';
import { Box, Button, Typography } from '@strapi/design-system';
import { PaperPlane } from '@strapi/icons';
import { useText } from '../../components/useText';
import { PERMISSIONS } from '../../permissions';
import type { Draft } from './draft';
import { useSettingsPage } from './SettingsContext';
import { TestLeadDialog } from './TestLeadDialog';
import { testLeadTarget } from './testLeadTarget';

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
