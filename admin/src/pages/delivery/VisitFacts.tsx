import { VISIT_MEMBERS, type Delivery, type VisitMember } from '../../../../server/src/contracts';
import { useText } from '../../components/useText';
import type { TextKey } from '../../translations/textKey';
import { Fact, FactList, Section } from '../../components/Section';

/** Members that Calltouch's answer has, too, go by the same name; ids of ads by their own. */
const NAMES: Partial<Record<VisitMember, TextKey>> = {
  landingPage: 'visit.landingPage',
  referrer: 'visit.referrer',
  utmSource: 'result.utmSource',
  utmMedium: 'result.utmMedium',
  utmCampaign: 'result.utmCampaign',
  utmTerm: 'result.utmTerm',
  utmContent: 'result.utmContent',
  yandexClientId: 'visit.yandexClientId',
};

/** Where the visitor came from by the page's word, which nobody has confirmed. */
export function VisitFacts({ capture }: Pick<Delivery, 'capture'>) {
  const text = useText();
  const visit = capture?.visit ?? {};
  if (Object.keys(visit).length === 0) return null;
  return (
    <Section title={text('delivery.page.visit')} subtitle={text('delivery.page.visitHint')}>
      <FactList>
        {VISIT_MEMBERS.map((member) => {
          const key = NAMES[member];
          return (
            <Fact key={member} name={key ? text(key) : member}>
              {visit[member]}
            </Fact>
          );
        })}
      </FactList>
    </Section>
  );
}
