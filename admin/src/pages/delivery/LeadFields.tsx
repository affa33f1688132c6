import { Typography } from '@strapi/design-system';
import type { Delivery, Warning } from '../../../../server/src/contracts';
import { LEAD_FIELDS } from '../../../../server/src/contracts';
import { useText } from '../../components/useText';
import { WarningLines } from '../../components/deliveryWords';
import { noLeadKey } from '../../deliverySentences';
import { Fact, FactList, Section } from '../../components/Section';

/** The lead as it is sent, with what the mapping had to change at each field. */
export function LeadFields({ delivery }: { delivery: Delivery }) {
  const { lead, warnings, isMasked } = delivery;
  const text = useText();
  const of = (field: string) => warnings.filter((warning) => warning.field === field);
  if (!lead) {
    return (
      <Section title={text('delivery.page.lead')}>
        <Typography>{text(noLeadKey(delivery))}</Typography>
        <WarningLines
          warnings={warnings.filter(({ field }) => !field.startsWith('writeBack'))}
          isNamed
        />
      </Section>
    );
  }
  return (
    <Section
      title={text('delivery.page.lead')}
      subtitle={text(isMasked ? 'deliveries.masked' : 'delivery.page.leadHint')}
    >
      <FactList>
        {LEAD_FIELDS.map((field) => (
          <Field
            key={field}
            name={text(`field.${field}`)}
            value={lead[field]}
            warnings={of(field)}
          />
        ))}
        {lead.customFields.map(({ name, value }) => (
          <Field key={name} name={name} value={value} warnings={of(`customFields.${name}`)} />
        ))}
        <WarningLines
          warnings={warnings.filter(
            ({ field }) =>
              field.startsWith('customFields') &&
              lead.customFields.every(({ name }) => field !== `customFields.${name}`),
          )}
          isNamed
        />
      </FactList>
    </Section>
  );
}

interface FieldProps {
  name: string;
  value: string | undefined;
  warnings: Warning[];
}

/** An empty field shows only if something is to be said of it. */
function Field({ name, value, warnings }: FieldProps) {
  const text = useText();
  if (!value && warnings.length === 0) return null;
  return (
    <Fact name={name}>
      {value || text('delivery.page.notSent')}
      <WarningLines warnings={warnings} isNamed={false} />
    </Fact>
  );
}
