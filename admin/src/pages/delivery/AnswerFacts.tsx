import { Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { Delivery, LeadResult } from '../../../../server/src/contracts';
import { useText } from '../../components/useText';
import { useWarningText } from '../../components/useWarningText';
import { noAnswerKey } from '../../deliverySentences';
import { Fact, FactList, Section } from './Section';

/** What Calltouch said, in the order in which people look for it. */
const MEMBERS = [
  'requestId',
  'requestNumber',
  'source',
  'medium',
  'keywords',
  'utmSource',
  'utmMedium',
  'utmCampaign',
  'utmTerm',
  'utmContent',
  'city',
  'url',
  'ref',
  'attribution',
  'sessionId',
  'yaClientId',
  'guaClientId',
  'clientId',
  'uniqueRequest',
  'targetRequest',
  'uniqTargetRequest',
] as const satisfies (keyof LeadResult)[];

/** What Calltouch said of the lead, and what of it could not be written onto the entry. */
export function AnswerFacts({ delivery }: { delivery: Delivery }) {
  const { result, requestId, warnings } = delivery;
  const text = useText();
  const { formatDate } = useIntl();
  const warningText = useWarningText();
  const shown = (value: string | boolean | null) =>
    typeof value === 'boolean' ? text(value ? 'delivery.page.yes' : 'delivery.page.no') : value;
  return (
    <Section title={text('delivery.page.answer')}>
      {result ? (
        <FactList>
          {MEMBERS.map((name) => (
            <Fact key={name} name={text(`result.${name}`)}>
              {shown(result[name])}
            </Fact>
          ))}
          <Fact name={text('delivery.page.date')}>
            {result.dateMs === null
              ? null
              : formatDate(result.dateMs, { dateStyle: 'medium', timeStyle: 'medium' })}
          </Fact>
        </FactList>
      ) : requestId !== null ? (
        <FactList>
          <Fact name={text('result.requestId')}>{requestId}</Fact>
        </FactList>
      ) : (
        <Typography>{text(noAnswerKey(delivery))}</Typography>
      )}
      {warnings
        .filter(({ field }) => field.startsWith('writeBack'))
        .map((warning) => (
          <Typography
            key={`${warning.field}-${warning.code}`}
            tag="p"
            variant="pi"
            textColor="warning700"
            paddingTop={2}
          >
            {warningText(warning, true)}
          </Typography>
        ))}
    </Section>
  );
}
