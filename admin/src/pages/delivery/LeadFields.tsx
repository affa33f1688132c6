import { Typography } from '@strapi/design-system';
import type { Delivery, Warning } from '../../../../server/src/contracts';
import { useText } from '../../components/useText';
import { useWarningText } from '../../components/useWarningText';
import { noLeadKey } from '../../deliverySentences';
import { LEAD_FIELDS } from '../../../../server/src/contracts';
import { Fact, FactList, Section } from './Section';

/** The lead as it is sent, with what the mapping had to change at each field. */
export function LeadFields({ delivery }: { delivery: Delivery }) {
  const { lead, warnings, isMasked } = delivery;
  const text = useText();
  const of = (field: string) => warnings.filter((warning) => warning.field === field);
  if (!lead) {
    return (
      <Section title={text('delivery.page.lead')}>
        <Typography>{text(noLeadKey(delivery))}</Typography>
        {warnings
          .filter(({ field }) => !field.startsWith('writeBack'))
          .map((warning) => (
            <WarningLine key={`${warning.field}-${warning.code}`} warning={warning} isNamed />
          ))}
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
        {warnings
          .filter(
            ({ field }) =>
              field.startsWith('customFields') &&
              lead.customFields.every(({ name }) => field !== `customFields.${name}`),
          )
          .map((warning) => (
            <WarningLine key={`${warning.field}-${warning.code}`} warning={warning} isNamed />
          ))}
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
      {warnings.map((warning) => (
        <WarningLine key={warning.code} warning={warning} isNamed={false} />
      ))}
    </Fact>
  );
}

function WarningLine({ warning, isNamed }: { warning: Warning; isNamed: boolean }) {
  const warningText = useWarningText();
  return (
    <Typography tag="p" variant="pi" textColor="warning700">
      {warningText(warning, isNamed)}
    </Typography>
  );
}
