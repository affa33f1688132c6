import type { Delivery } from '../../../../server/src/contracts';
import { useGetCalltouchFormsQuery, useGetCalltouchSitesQuery } from '../../queries';
import { useCodeText, useMomentText, useText } from '../../components/useText';
import { Fact, FactList, Section } from '../../components/Section';

/** Where the lead came from, and where it goes. */
export function SubmissionFacts({ delivery }: { delivery: Delivery }) {
  const text = useText();
  const { data: forms = [] } = useGetCalltouchFormsQuery();
  const { data: sites = [] } = useGetCalltouchSitesQuery();
  const session = useSessionText(delivery);
  const { contentType, site, capture, attemptCount, submittedAt, deliveredAt } = delivery;
  const moment = useMomentText();
  return (
    <Section title={text('delivery.page.facts')}>
      <FactList>
        <Fact name={text('delivery.page.submittedAt')}>{moment(submittedAt)}</Fact>
        <Fact name={text('deliveries.column.form')}>
          {forms.find((form) => form.contentType === contentType)?.displayName ?? contentType}
        </Fact>
        <Fact name={text('deliveries.column.site')}>
          {sites.find(({ key }) => key === site)?.name ?? site}
        </Fact>
        <Fact name={text('result.requestNumber')}>{delivery.requestNumber}</Fact>
        <Fact name={text('panel.attempts')}>{String(attemptCount)}</Fact>
        <Fact name={text('result.deliveredAt')}>{deliveredAt && moment(deliveredAt)}</Fact>
        <Fact name={text('delivery.page.session')}>{session}</Fact>
        {/* A visitor's page is text and no link: anybody could put an address there. */}
        <Fact name={text('delivery.page.page')}>{capture?.pageUrl}</Fact>
      </FactList>
    </Section>
  );
}

/** The visitor's session and how it was found, or why there is none. */
function useSessionText({ capture }: Delivery): string | null {
  const text = useText();
  const codeText = useCodeText();
  if (!capture) return null;
  const { sessionId, source, reason } = capture;
  if (sessionId !== null) {
    const session = source ? text(`delivery.page.sessionFrom.${source}`, { sessionId }) : sessionId;
    return reason === 'expired'
      ? text('delivery.page.sessionExpired', { session, reason: text('session.reason.expired') })
      : session;
  }
  if (reason === null) return text('delivery.page.noSession');
  // The visitor's page says it, so it may be any word.
  return text('delivery.page.noSessionReason', {
    reason: codeText('session.reason', reason, {}, reason),
  });
}
