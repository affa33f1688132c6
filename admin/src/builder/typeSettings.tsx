import type * as React from 'react';
import { Checkbox, Field } from '@strapi/design-system';
import { PLUGIN_ID } from '../../../server/src/contracts';
import { useText } from '../components/useText';

const INPUT = `${PLUGIN_ID}-results`;

/** As much as is used of what the Content-Type Builder offers to plugins. */
export interface BuilderForms {
  components: { add(input: { id: string; component: React.ComponentType<never> }): void };
  extendContentType(extension: {
    form: { advanced: () => { name: string; type: string; intlLabel: object }[] };
  }): void;
}

/**
 * Puts a checkbox into the advanced settings of a content type, which asks for the plugin's own
 * attributes: `pluginOptions.calltouch.enabled` in its `schema.json`.
 */
export function extendTypeSettings(forms: BuilderForms): void {
  forms.components.add({
    id: INPUT,
    component: ResultsCheckbox,
  });
  forms.extendContentType({
    form: {
      advanced: () => [
        {
          name: `pluginOptions.${PLUGIN_ID}.enabled`,
          type: INPUT,
          intlLabel: {
            id: `${PLUGIN_ID}.builder.label`,
            defaultMessage: 'Calltouch results on entries',
          },
        },
      ],
    },
  });
}

interface Props {
  name: string;
  value?: boolean;
  onChange: (event: { target: { name: string; value: boolean; type: 'checkbox' } }) => void;
  /** The type that is edited; none yet while it is made. */
  contentTypeSchema?: { kind?: string };
}

/** Asks whether the entries of a type get the plugin's own attributes for the result. */
function ResultsCheckbox({ name, value = false, onChange, contentTypeSchema }: Props) {
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
