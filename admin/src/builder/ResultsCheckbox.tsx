import { Checkbox, Field } from '@strapi/design-system';
import { useText } from '../components/useText';

interface Props {
  name: string;
  value?: boolean;
  onChange: (event: { target: { name: string; value: boolean; type: 'checkbox' } }) => void;
  /** The type that is edited; none yet while it is made. */
  contentTypeSchema?: { kind?: string };
}

/** Asks whether the entries of a type get the plugin's own attributes for the result. */
export function ResultsCheckbox({ name, value = false, onChange, contentTypeSchema }: Props) {
  const text = useText();
  // Visitors make many entries of a form, a single type has one.
  if (contentTypeSchema?.kind === 'singleType') return null;
  return (
    <Field.Root name={name} hint={text('builder.description')}>
      <Checkbox
        checked={value}
        onCheckedChange={(checked) =>
          onChange({ target: { name, value: checked === true, type: 'checkbox' } })
        }
      >
        {text('builder.label')}
      </Checkbox>
      <Field.Hint />
    </Field.Root>
  );
}
