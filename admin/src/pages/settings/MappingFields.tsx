import { Box, Button, Flex, Grid, Typography } from '@strapi/design-system';
import { Magic } from '@strapi/icons';
import type { ContentTypeInfo, LeadField } from '../../../../server/src/contracts';
import { Note } from '../../components/Section';
import { useText } from '../../components/useText';
import type { TextKey } from '../../translations/textKey';
import { CustomFields } from './CustomFields';
import { LEAD_FIELDS } from '../../../../server/src/contracts';
import { allFields, type FormDraft } from './draft';
import { useDraftField } from './SettingsContext';
import { TemplateField } from './TemplateField';

/** What goes out where the template is empty, if anything does. */
const WHEN_EMPTY: Partial<Record<LeadField, TextKey>> = {
  requestUrl: 'mapping.emptyRequestUrl',
  sessionId: 'mapping.emptySessionId',
  requestNumber: 'mapping.emptyRequestNumber',
  requestDate: 'mapping.emptyRequestDate',
};

interface Props {
  index: number;
  contentType: ContentTypeInfo;
}

/** The templates of the lead's parameters. */
export function MappingFields({ index, contentType }: Props) {
  const text = useText();
  const fields = useDraftField<FormDraft['fields']>(`forms.${index}.fields`);
  const writeBack = useDraftField<FormDraft['writeBack']>(`forms.${index}.writeBack`);
  const { suggestion, attributes } = contentType;
  const suggested = allFields(suggestion.fields);
  const missing = LEAD_FIELDS.filter((name) => fields.value[name] === '' && suggested[name] !== '');
  const hasResults = Object.keys(suggestion.writeBack).some(
    (result) => !(result in writeBack.value),
  );

  const suggest = () => {
    fields.setValue({
      ...fields.value,
      ...Object.fromEntries(missing.map((name) => [name, suggested[name]])),
    });
    writeBack.setValue({ ...suggestion.writeBack, ...writeBack.value });
  };

  return (
    <Box>
      <Flex
        justifyContent="space-between"
        alignItems="flex-start"
        gap={4}
        paddingBottom={4}
        wrap="wrap"
      >
        <Box flex="1" minWidth="24rem">
          <Typography variant="epsilon" tag="h3" fontWeight="bold">
            {text('mapping.title')}
          </Typography>
          <Note>{text('mapping.subtitle')}</Note>
        </Box>
        {!fields.isReadOnly && (
          <Button
            type="button"
            variant="tertiary"
            startIcon={<Magic />}
            disabled={missing.length === 0 && !hasResults}
            onClick={suggest}
          >
            {text('mapping.suggest')}
          </Button>
        )}
      </Flex>
      <Grid.Root gap={4}>
        {LEAD_FIELDS.map((name) => (
          <Grid.Item
            key={name}
            col={name === 'comment' ? 12 : 6}
            s={12}
            xs={12}
            alignItems="flex-start"
          >
            <TemplateField
              path={`forms.${index}.fields.${name}`}
              label={text(`field.${name}`)}
              hint={name}
              placeholder={text(WHEN_EMPTY[name] ?? 'mapping.emptyNotSent')}
              attributes={attributes}
              hasLines={name === 'comment'}
            />
          </Grid.Item>
        ))}
      </Grid.Root>
      <CustomFields index={index} attributes={attributes} />
    </Box>
  );
}
