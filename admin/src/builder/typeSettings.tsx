import * as React from 'react';
import { PLUGIN_ID } from '../../../server/src/contracts';

const LazyCheckbox = React.lazy(() =>
  import('./ResultsCheckbox').then((module) => ({ default: module.ResultsCheckbox })),
);

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
    component: (props: React.ComponentProps<typeof LazyCheckbox>) => (
      <React.Suspense fallback={null}>
        <LazyCheckbox {...props} />
      </React.Suspense>
    ),
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
