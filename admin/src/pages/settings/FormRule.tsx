import { Grid, Toggle } from '@strapi/design-system';
import type { ContentTypeInfo } from '../../../../server/src/contracts';
import { useText } from '../../components/useText';
import { allFields, newId, type FormDraft, type SiteDraft, isEqual } from './draft';
import { ChoiceField, FieldFrame, LinesField } from './inputs';
import { useDraftField, useSettingsPage } from './SettingsContext';

/** Stands for null, which a select can't hold; no key of a site has such a sign. */
const BY_HOST = '*';

interface Props {
  index: number;
  contentType: ContentTypeInfo | undefined;
}

/** Which entries are sent, to which site, and when. */
export function FormRule({ index, contentType }: Props) {
  const text = useText();
  const at = `forms.${index}`;
  const { value: sites } = useDraftField<SiteDraft[]>('sites');
  const site = useDraftField<string | null>(`${at}.site`);
  const sendOn = useDraftField<FormDraft['sendOn']>(`${at}.sendOn`);
  const canPublish = contentType?.draftAndPublish === true || sendOn.value === 'publish';
  const siteChoices = sites.map(({ key, name }) => ({
    value: key,
    label: name || text('sites.unnamed'),
  }));
  const isKnown = site.value === null || sites.some(({ key }) => key === site.value);

  return (
    <Grid.Root gap={5}>
      <Grid.Item col={8} s={12} xs={12} alignItems="flex-start">
        <ContentTypeField index={index} />
      </Grid.Item>
      <Grid.Item col={4} s={12} xs={12} alignItems="flex-start">
        <EnabledField path={`${at}.enabled`} />
      </Grid.Item>
      <Grid.Item col={6} s={12} xs={12} alignItems="flex-start">
        <ChoiceField
          path={`${at}.site`}
          label={text('forms.site')}
          hint={site.value === null ? text('forms.siteByHostHint') : undefined}
          value={site.value ?? BY_HOST}
          onChoose={(key) => site.setValue(key === BY_HOST ? null : key)}
          choices={[
            { value: BY_HOST, label: text('forms.siteByHost') },
            ...siteChoices,
            ...(isKnown ? [] : [{ value: site.value ?? '', label: site.value ?? '' }]),
          ]}
        />
      </Grid.Item>
      <Grid.Item col={6} s={12} xs={12} alignItems="flex-start">
        <ChoiceField
          path={`${at}.sendOn`}
          label={text('forms.sendOn')}
          hint={canPublish ? undefined : text('forms.sendOnOnlyCreate')}
          choices={[
            { value: 'create', label: text('forms.sendOn.create') },
            ...(canPublish ? [{ value: 'publish', label: text('forms.sendOn.publish') }] : []),
          ]}
        />
      </Grid.Item>
      <Grid.Item col={12} xs={12}>
        <LinesField
          path={`${at}.condition`}
          label={text('forms.condition')}
          hint={text('forms.conditionHint')}
          placeholder={'{ "kind": { "$eq": "callback" } }'}
          isCode
        />
      </Grid.Item>
    </Grid.Root>
  );
}

function ContentTypeField({ index }: { index: number }) {
  const text = useText();
  const { contentTypes } = useSettingsPage();
  const { value: forms } = useDraftField<FormDraft[]>('forms');
  const { value: form, setValue } = useDraftField<FormDraft>(`forms.${index}`);
  const taken = new Set(forms.filter(({ id }) => id !== form.id).map((item) => item.contentType));
  const isListed = contentTypes.some(({ uid }) => uid === form.contentType);

  const choose = (uid: string) => {
    const before = contentTypes.find((type) => type.uid === form.contentType);
    const type = contentTypes.find((item) => item.uid === uid);
    const isUntouched = isMappingOf(form, before?.suggestion);
    setValue({
      ...form,
      contentType: uid,
      sendOn: type?.draftAndPublish ? form.sendOn : 'create',
      // What a person has written is theirs; it may fit the other type as well.
      ...(type && isUntouched && mappingOf(type.suggestion)),
    });
  };

  return (
    <ChoiceField
      path={`forms.${index}.contentType`}
      label={text('forms.contentType')}
      placeholder={text('forms.contentTypePlaceholder')}
      isRequired
      onChoose={choose}
      choices={[
        ...contentTypes.map(({ uid, displayName }) => ({
          value: uid,
          label: `${displayName} (${uid})`,
          isDisabled: taken.has(uid),
        })),
        ...(form.contentType !== '' && !isListed
          ? [{ value: form.contentType, label: form.contentType }]
          : []),
      ]}
    />
  );
}

type Mapping = Pick<FormDraft, 'fields' | 'customFields' | 'writeBack'>;

function mappingOf({ fields, customFields, writeBack }: ContentTypeInfo['suggestion']): Mapping {
  return {
    fields: allFields(fields),
    customFields: customFields.map((field) => ({ ...field, id: newId() })),
    writeBack,
  };
}

/** Whether nobody has changed the mapping since it was suggested, or it is empty. */
function isMappingOf(form: FormDraft, suggestion?: ContentTypeInfo['suggestion']): boolean {
  const suggested = suggestion ?? { fields: {}, customFields: [], writeBack: {} };
  return (
    isEqual(form.fields, allFields(suggested.fields)) &&
    isEqual(
      form.customFields.map(({ name, value }) => ({ name, value })),
      suggested.customFields,
    ) &&
    isEqual(form.writeBack, suggested.writeBack)
  );
}

function EnabledField({ path }: { path: string }) {
  const text = useText();
  const field = useDraftField<boolean>(path);
  return (
    <FieldFrame field={field} label={text('forms.enabled')}>
      <Toggle
        onLabel={text('forms.isOn')}
        offLabel={text('forms.isOff')}
        checked={field.value}
        disabled={field.isReadOnly}
        onChange={(event) => field.setValue(event.target.checked)}
      />
    </FieldFrame>
  );
}
