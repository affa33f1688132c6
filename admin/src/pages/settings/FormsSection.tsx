import { Accordion, Box, Button, Divider, Flex, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useText } from '../../components/useText';
import { newForm, type FormDraft } from './draft';
import { FormRule } from './FormRule';
import { MappingFields } from './MappingFields';
import { PreviewPane } from './PreviewPane';
import { Section } from '../../components/Section';
import { RemoveButton } from './inputs';
import { useDraftField, useProblemCount, useSettingsPage } from './SettingsContext';
import { TestLeadButton } from './TestLeadButton';
import { WriteBackFields } from './WriteBackFields';

/** The forms: one rule for each content type whose entries are leads. */
export function FormsSection() {
  const text = useText();
  const { contentTypes, open, setOpen, setPreviewProblems } = useSettingsPage();
  const forms = useDraftField<FormDraft[]>('forms');
  const problemCount = useProblemCount();

  const add = () => {
    const form = newForm();
    forms.setValue([...forms.value, form]);
    setOpen('form', form.id);
  };
  const remove = (removed: FormDraft) => {
    setPreviewProblems(removed.id, []);
    forms.setValue(forms.value.filter(({ id }) => id !== removed.id));
  };
  const nameOf = ({ contentType }: FormDraft) => {
    const known = contentTypes.find(({ uid }) => uid === contentType);
    return known?.displayName || contentType || text('forms.unnamed');
  };
  const describe = (form: FormDraft, index: number) => {
    const count = problemCount(`forms.${index}.`);
    const state = text(form.enabled ? 'forms.isOn' : 'forms.isOff');
    const problems = count > 0 ? text('settings.problems', { count }) : '';
    return [form.contentType, state, problems].filter((part) => part !== '').join(' · ');
  };

  return (
    <Section
      title={text('forms.title')}
      subtitle={text('forms.subtitle')}
      action={
        !forms.isReadOnly && (
          <Button type="button" variant="secondary" startIcon={<Plus />} onClick={add}>
            {text('forms.add')}
          </Button>
        )
      }
    >
      {forms.value.length === 0 ? (
        <Typography textColor="neutral600">{text('forms.none')}</Typography>
      ) : (
        <Accordion.Root size="M" value={open.form} onValueChange={(id) => setOpen('form', id)}>
          {forms.value.map((form, index) => (
            <Accordion.Item key={form.id} value={form.id}>
              <Accordion.Header>
                <Accordion.Trigger description={describe(form, index)}>
                  {nameOf(form)}
                </Accordion.Trigger>
                {!forms.isReadOnly && (
                  <Accordion.Actions>
                    <RemoveButton
                      label={text('forms.remove', { name: nameOf(form) })}
                      onRemove={() => remove(form)}
                    />
                  </Accordion.Actions>
                )}
              </Accordion.Header>
              <Accordion.Content>
                <Box padding={6}>
                  <FormFields index={index} />
                </Box>
              </Accordion.Content>
            </Accordion.Item>
          ))}
        </Accordion.Root>
      )}
    </Section>
  );
}

/** All inputs of one form; the mapping once a content type is chosen. */
function FormFields({ index }: { index: number }) {
  const { contentTypes } = useSettingsPage();
  const { value: form } = useDraftField<FormDraft>(`forms.${index}`);
  const contentType = contentTypes.find(({ uid }) => uid === form.contentType);
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <FormRule index={index} contentType={contentType} />
      {contentType && (
        <>
          <Divider />
          <MappingFields index={index} contentType={contentType} />
          <PreviewPane index={index} />
          <Divider />
          <WriteBackFields index={index} contentType={contentType} />
          <Divider />
          <TestLeadButton section="forms" index={index} />
        </>
      )}
    </Flex>
  );
}
