import { Box, Flex, Grid, Menu, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import type { ContentTypeInfo, WriteBackResult } from '../../../../server/src/contracts';
import { WRITE_BACK_RESULTS } from '../../../../server/src/contracts';
import { Note } from '../../components/Section';
import { useText } from '../../components/useText';
import type { FormDraft } from './draft';
import { ChoiceField, RemoveButton } from './inputs';
import { useDraftField } from './SettingsContext';

interface Props {
  index: number;
  contentType: ContentTypeInfo;
}

/** Which attributes of the entry take what Calltouch answers. */
export function WriteBackFields({ index, contentType }: Props) {
  const text = useText();
  const path = `forms.${index}.writeBack`;
  const { value: writeBack, setValue, isReadOnly } = useDraftField<FormDraft['writeBack']>(path);
  const takersOf = (result: WriteBackResult) =>
    contentType.attributes.filter(({ takes }) => takes.includes(result)).map(({ name }) => name);
  const chosen = WRITE_BACK_RESULTS.filter((result) => writeBack[result] !== undefined);
  const left = WRITE_BACK_RESULTS.filter((result) => writeBack[result] === undefined);

  const remove = (removed: WriteBackResult) => {
    const { [removed]: _, ...rest } = writeBack;
    setValue(rest);
  };
  const add = (result: WriteBackResult) => {
    const taken = Object.values(writeBack);
    const free = takersOf(result).filter((name) => !taken.includes(name));
    setValue({ ...writeBack, [result]: free.length === 1 ? free[0] : '' });
  };

  return (
    <Box>
      <Typography variant="epsilon" tag="h3" fontWeight="bold">
        {text('writeBack.title')}
      </Typography>
      <Note>{text('writeBack.subtitle')}</Note>
      {contentType.resultAttributes && <Note>{text('writeBack.ownAttributes')}</Note>}
      <Grid.Root gap={4} paddingTop={4}>
        {chosen.map((result) => (
          <Grid.Item key={result} col={6} s={12} xs={12} alignItems="flex-start">
            <Flex gap={1} alignItems="flex-start" width="100%">
              <Box flex="1" minWidth={0}>
                <ChoiceField
                  path={`${path}.${result}`}
                  label={text(`result.${result}`)}
                  placeholder={text('writeBack.choose')}
                  choices={withCurrent(takersOf(result), writeBack[result]).map((name) => ({
                    value: name,
                    label: name,
                  }))}
                />
              </Box>
              {!isReadOnly && (
                <Box paddingTop={6}>
                  <RemoveButton
                    label={text('writeBack.remove', { result: text(`result.${result}`) })}
                    onRemove={() => remove(result)}
                  />
                </Box>
              )}
            </Flex>
          </Grid.Item>
        ))}
      </Grid.Root>
      {!isReadOnly && (
        <Box paddingTop={4}>
          <Menu.Root>
            <Menu.Trigger type="button" variant="tertiary" size="S" startIcon={<Plus />}>
              {text('writeBack.add')}
            </Menu.Trigger>
            <Menu.Content maxHeight="32rem">
              {left.map((result) => {
                const canBeTaken = takersOf(result).length > 0;
                const name = text(`result.${result}`);
                return (
                  <Menu.Item key={result} disabled={!canBeTaken} onSelect={() => add(result)}>
                    {canBeTaken ? name : text('writeBack.noTaker', { result: name })}
                  </Menu.Item>
                );
              })}
            </Menu.Content>
          </Menu.Root>
        </Box>
      )}
    </Box>
  );
}

/** An attribute that went away or changed its type must stay visible, beside its refusal. */
function withCurrent(names: string[], current: string | undefined): string[] {
  return !current || names.includes(current) ? names : [current, ...names];
}
