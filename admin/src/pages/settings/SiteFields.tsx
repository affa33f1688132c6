import * as React from 'react';
import { Combobox, ComboboxOption, Grid } from '@strapi/design-system';
import { useText } from '../../components/useText';
import { CheckPage } from './CheckPage';
import { FieldFrame, LinesField, TextField } from './inputs';
import { useDraftField } from './SettingsContext';
import { TestLeadButton } from './TestLeadButton';

/** The inputs of one site. */
export function SiteFields({ index }: { index: number }) {
  const text = useText();
  const at = `sites.${index}`;
  return (
    <Grid.Root gap={5}>
      <Grid.Item col={6} s={12} xs={12} alignItems="flex-start">
        <TextField path={`${at}.name`} label={text('sites.name')} isRequired />
      </Grid.Item>
      <Grid.Item col={6} s={12} xs={12} alignItems="flex-start">
        <TimeZoneField path={`${at}.timeZone`} />
      </Grid.Item>
      <Grid.Item col={6} s={12} xs={12} alignItems="flex-start">
        <TextField
          path={`${at}.siteId`}
          label={text('sites.siteId')}
          hint={text('sites.siteIdHint')}
          isRequired
        />
      </Grid.Item>
      <Grid.Item col={6} s={12} xs={12} alignItems="flex-start">
        <TextField
          path={`${at}.modId`}
          label={text('sites.modId')}
          hint={text('sites.modIdHint')}
        />
      </Grid.Item>
      <Grid.Item col={12} xs={12}>
        <LinesField
          path={`${at}.hosts`}
          label={text('sites.hosts')}
          hint={text('sites.hostsHint')}
          placeholder={'example.ru\nwww.example.ru'}
        />
      </Grid.Item>
      <Grid.Item col={12} xs={12}>
        <TestLeadButton section="sites" index={index} />
      </Grid.Item>
      <Grid.Item col={12} xs={12}>
        <CheckPage index={index} />
      </Grid.Item>
    </Grid.Root>
  );
}

function TimeZoneField({ path }: { path: string }) {
  const text = useText();
  const field = useDraftField<string>(path);
  /** What is typed while the list is open; a zone that is no zone is never kept. */
  const [typed, setTyped] = React.useState<string>();
  const isOpen = React.useRef(false);
  const zones = React.useMemo(() => {
    const known = Intl.supportedValuesOf('timeZone');
    // Browsers list no alias: one that is stored must stay choosable.
    return known.includes(field.value) ? known : [field.value, ...known];
  }, [field.value]);
  return (
    <FieldFrame
      field={field}
      label={text('sites.timeZone')}
      hint={text('sites.timeZoneHint')}
      isRequired
    >
      <Combobox
        value={field.value}
        textValue={typed ?? field.value}
        disabled={field.isReadOnly}
        autocomplete={{ type: 'list', filter: 'contains' }}
        clearLabel={text('sites.timeZoneClear')}
        onClear={() => setTyped('')}
        onTextValueChange={setTyped}
        onChange={(zone) => zone && field.setValue(zone)}
        onOpenChange={(willOpen) => {
          isOpen.current = willOpen;
          if (!willOpen) setTyped(undefined);
        }}
        // The box empties itself after this where the text is no zone.
        onBlur={() => !isOpen.current && queueMicrotask(() => setTyped(undefined))}
      >
        {zones.map((zone) => (
          <ComboboxOption key={zone} value={zone}>
            {zone}
          </ComboboxOption>
        ))}
      </Combobox>
    </FieldFrame>
  );
}
