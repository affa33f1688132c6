import { Divider, Flex } from '@strapi/design-system';
import type { FormDraft } from './draft';
import { FormRule } from './FormRule';
import { MappingFields } from './MappingFields';
import { PreviewPane } from './PreviewPane';
import { useDraftField, useSettingsPage } from './SettingsContext';
import { TestLeadButton } from './TestLeadButton';
import { WriteBackFields } from './WriteBackFields';

/** All inputs of one form; the mapping once a content type is chosen. */
export function FormFields({ index }: { index: number }) {
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
