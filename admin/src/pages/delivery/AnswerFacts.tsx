import { Flex, Typography } from '@strapi/design-system';
import type { Delivery, LeadResult } from '../../../../server/src/contracts';
import { useMomentText, useText } from '../../components/useText';
import { WarningLines } from '../../components/deliveryWords';
import { noAnswerKey } from '../../deliverySentences';
import { Fact, FactList, Section } from '../../components/Section';

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
  const moment = useMomentText();
  const unwritten = warnings.filter(({ field }) => field.startsWith('writeBack'));
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
            {result.dateMs === null ? null : moment(result.dateMs)}
          </Fact>
        </FactList>
      ) : requestId !== null ? (
        <FactList>
          <Fact name={text('result.requestId')}>{requestId}</Fact>
        </FactList>
      ) : (
        <Typography>{text(noAnswerKey(delivery))}</Typography>
      )}
      {unwritten.length > 0 && (
        <Flex direction="column" alignItems="stretch" gap={2} paddingTop={2}>
          <WarningLines warnings={unwritten} isNamed />
        </Flex>
      )}
    </Section>
  );
}
