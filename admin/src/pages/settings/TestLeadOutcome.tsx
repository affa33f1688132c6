import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { TestLeadResult } from '../../../../server/src/contracts';
import { FixedAlert } from '../../components/FixedAlert';
import { prettyJson } from '../../components/prettyJson';
import { ReasonText } from '../../components/deliveryWords';
import { useCopy } from '../../components/useCopy';
import { useText } from '../../components/useText';
import { LeadRows, leadRows } from './LeadRows';

/** What came of a test lead: in words, in figures, and as Calltouch put it. */
export function TestLeadOutcome({ result }: { result: TestLeadResult }) {
  const text = useText();
  const { formatNumber } = useIntl();
  const { outcome, reason, requestId, httpStatus, durationMs, lead, response } = result;
  const variant =
    outcome === 'accepted' ? 'success' : outcome === 'rejected' ? 'danger' : 'warning';
  const seconds = formatNumber(durationMs / 1000, { maximumFractionDigits: 2 });
  const figures = [
    { field: 'requestId', name: text('result.requestId'), value: requestId ?? '—' },
    { field: 'httpStatus', name: text('testLead.httpStatus'), value: String(httpStatus ?? '—') },
    {
      field: 'duration',
      name: text('testLead.duration'),
      value: text('testLead.seconds', { seconds }),
    },
  ];
  return (
    <>
      <FixedAlert variant={variant} title={text(`outcome.${outcome}`)}>
        {reason && <ReasonText reason={reason} />}
        {reason && outcome !== 'rejected' && (
          <Typography tag="p">{text('testLead.once')}</Typography>
        )}
      </FixedAlert>
      <LeadRows rows={figures} />
      <Box tag="section">
        <Heading>{text('testLead.answer')}</Heading>
        {response ? (
          <Answer answer={response} />
        ) : (
          <Typography>{text('testLead.noAnswer')}</Typography>
        )}
      </Box>
      <Box tag="section">
        <Heading>{text('testLead.sent')}</Heading>
        <LeadRows rows={leadRows(lead)} />
      </Box>
    </>
  );
}

function Heading({ children }: { children: string }) {
  return (
    <Typography variant="omega" fontWeight="bold" tag="h3">
      {children}
    </Typography>
  );
}

/** The answer to read, laid out where it is JSON, and to copy as it came. */
function Answer({ answer }: { answer: string }) {
  const text = useText();
  const copy = useCopy();
  return (
    <Flex direction="column" alignItems="stretch" gap={2} paddingTop={2}>
      <Box background="neutral100" padding={3} hasRadius>
        <Typography
          tag="pre"
          style={{ fontFamily: 'monospace', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
        >
          {prettyJson(answer)}
        </Typography>
      </Box>
      <Box>
        <Button
          type="button"
          variant="tertiary"
          startIcon={<Duplicate />}
          onClick={() => void copy(answer)}
        >
          {text('testLead.copy')}
        </Button>
      </Box>
    </Flex>
  );
}
