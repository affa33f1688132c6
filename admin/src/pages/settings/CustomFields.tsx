import { Box, Button, Flex, Grid, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import type { AttributeInfo } from '../../../../server/src/contracts';
import { Note } from '../../components/Section';
import { useText } from '../../components/useText';
import { CUSTOM_FIELDS_LIMIT, newId, type CustomFieldDraft } from './draft';
import { RemoveButton, TextField } from './inputs';
import { useDraftField } from './SettingsContext';
import { TemplateField } from './TemplateField';

interface Props {
  index: number;
  attributes: AttributeInfo[];
}

/** Fields of the person's own, which must exist in the Calltouch account. */
export function CustomFields({ index, attributes }: Props) {
  const text = useText();
  const path = `forms.${index}.customFields`;
  const { id, value: rows, setValue, error, isReadOnly } = useDraftField<CustomFieldDraft[]>(path);
  const count = text('custom.count', { count: rows.length, limit: CUSTOM_FIELDS_LIMIT });
  return (
    <Box paddingTop={6}>
      <Flex gap={2} alignItems="baseline">
        <Typography variant="omega" fontWeight="bold" tag="h4">
          {text('custom.title')}
        </Typography>
        <Typography variant="pi" textColor="neutral600">
          {count}
        </Typography>
      </Flex>
      <Note>{text('custom.hint')}</Note>
      <Flex direction="column" alignItems="stretch" gap={3} paddingTop={3}>
        {rows.map((row, position) => (
          <Flex key={row.id} gap={2} alignItems="flex-start">
            <Box flex="1" minWidth={0}>
              <Grid.Root gap={3}>
                <Grid.Item col={5} s={12} xs={12} alignItems="flex-start">
                  <TextField path={`${path}.${position}.name`} label={text('custom.name')} />
                </Grid.Item>
                <Grid.Item col={7} s={12} xs={12} alignItems="flex-start">
                  <TemplateField
                    path={`${path}.${position}.value`}
                    label={text('custom.value')}
                    attributes={attributes}
                  />
                </Grid.Item>
              </Grid.Root>
            </Box>
            {!isReadOnly && (
              <Box paddingTop={6}>
                <RemoveButton
                  label={text('custom.remove', { name: row.name || String(position + 1) })}
                  onRemove={() => setValue(rows.filter((item) => item.id !== row.id))}
                />
              </Box>
            )}
          </Flex>
        ))}
        {error && (
          <Typography variant="pi" textColor="danger600" role="alert">
            {error}
          </Typography>
        )}
        {!isReadOnly && (
          <Box>
            <Button
              id={id}
              type="button"
              variant="tertiary"
              size="S"
              startIcon={<Plus />}
              disabled={rows.length >= CUSTOM_FIELDS_LIMIT}
              onClick={() => setValue([...rows, { id: newId(), name: '', value: '' }])}
            >
              {text('custom.add')}
            </Button>
          </Box>
        )}
      </Flex>
    </Box>
  );
}
