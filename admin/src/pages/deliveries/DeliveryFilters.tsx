import * as React from 'react';
import { useRBAC } from '@strapi/strapi/admin';
import {
  Box,
  Button,
  DatePicker,
  Field,
  Flex,
  MultiSelect,
  MultiSelectOption,
  Searchbar,
  SearchForm,
  SingleSelect,
  SingleSelectOption,
} from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { DeliveryStatus } from '../../../../server/src/contracts';
import { DELIVERY_STATUSES } from '../../../../server/src/contracts';
import { useGetCalltouchFormsQuery, useGetCalltouchSitesQuery } from '../../queries';
import { Note } from '../../components/Section';
import { useText } from '../../components/useText';
import { PERMISSIONS } from '../../permissions';
import { dayText, isFiltered, NO_FILTER, shownDay, type ListFilter } from './listQuery';

interface Props {
  filter: ListFilter;
  onChange: (changes: Partial<ListFilter>) => void;
}

/** Stands for "all", which a select can't hold as nothing; no key of a site has such a sign. */
const ALL = '*';

/** The search and the filters. */
export function DeliveryFilters({ filter, onChange }: Props) {
  const text = useText();
  const { data: sites = [] } = useGetCalltouchSitesQuery();
  const { data: forms = [] } = useGetCalltouchFormsQuery();
  const { timeZone: ownZone } = Intl.DateTimeFormat().resolvedOptions();
  // As the server chooses the zone whose days are meant.
  const { timeZone = 'UTC' } = sites.find(({ key }) => key === filter.site) ?? sites[0] ?? {};
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Search value={filter.search} onSearch={(search) => onChange({ search })} />
      <Flex gap={3} wrap="wrap" alignItems="flex-end">
        <Labelled label={text('deliveries.column.status')} width="20rem">
          <MultiSelect
            placeholder={text('deliveries.filter.anyStatus')}
            value={filter.status}
            onChange={(status) => onChange({ status: status as DeliveryStatus[] })}
            onClear={filter.status.length > 0 ? () => onChange({ status: [] }) : undefined}
            clearLabel={text('deliveries.filter.clearStatus')}
            customizeContent={(chosen = []) =>
              chosen.map((status) => text(`status.${status as DeliveryStatus}`)).join(', ')
            }
          >
            {DELIVERY_STATUSES.map((status) => (
              <MultiSelectOption key={status} value={status}>
                {text(`status.${status}`)}
              </MultiSelectOption>
            ))}
          </MultiSelect>
        </Labelled>
        <Choice
          label={text('deliveries.column.site')}
          all={text('deliveries.filter.allSites')}
          value={filter.site}
          onChoose={(site) => onChange({ site })}
          choices={sites.map(({ key, name }) => ({ value: key, label: name }))}
        />
        <Choice
          label={text('deliveries.column.form')}
          all={text('deliveries.filter.allForms')}
          value={filter.contentType}
          onChoose={(contentType) => onChange({ contentType })}
          choices={forms.map(({ contentType, displayName }) => ({
            value: contentType,
            label: displayName,
          }))}
        />
        <Choice
          label={text('deliveries.filter.session')}
          all={text('deliveries.filter.anySession')}
          value={filter.session}
          onChoose={(session) => onChange({ session: session as ListFilter['session'] })}
          choices={[
            { value: 'with', label: text('deliveries.filter.withSession') },
            { value: 'without', label: text('deliveries.filter.withoutSession') },
          ]}
        />
        <DayField
          label={text('deliveries.filter.from')}
          day={shownDay(filter.from, 'from', timeZone)}
          onChoose={(from) => onChange({ from })}
        />
        <DayField
          label={text('deliveries.filter.to')}
          day={shownDay(filter.to, 'to', timeZone)}
          onChoose={(to) => onChange({ to })}
        />
        {isFiltered(filter) && (
          <Button type="button" variant="tertiary" size="L" onClick={() => onChange(NO_FILTER)}>
            {text('deliveries.reset')}
          </Button>
        )}
      </Flex>
      {(filter.from || filter.to) && timeZone !== ownZone && (
        <Note>{text('deliveries.filter.daysOf', { timeZone, ownZone })}</Note>
      )}
    </Flex>
  );
}

function Search({ value, onSearch }: { value: string; onSearch: (value: string) => void }) {
  const text = useText();
  const { allowedActions } = useRBAC(PERMISSIONS.readPersonalData);
  const [typed, setTyped] = React.useState(value);
  React.useEffect(() => setTyped(value), [value]);
  return (
    <Box maxWidth="64rem">
      <SearchForm
        onSubmit={(event: React.FormEvent) => {
          event.preventDefault();
          onSearch(typed.trim());
        }}
      >
        <Searchbar
          name="search"
          value={typed}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) => setTyped(event.target.value)}
          onClear={() => onSearch('')}
          clearLabel={text('deliveries.filter.clearSearch')}
          placeholder={text(
            allowedActions.canPersonal
              ? 'deliveries.filter.searchHint'
              : 'deliveries.filter.searchHintMasked',
          )}
        >
          {text('deliveries.filter.search')}
        </Searchbar>
      </SearchForm>
    </Box>
  );
}

interface ChoiceProps {
  label: string;
  /** Says that nothing is left out. */
  all: string;
  value: string;
  onChoose: (value: string) => void;
  choices: { value: string; label: string }[];
}

function Choice({ label, all, value, onChoose, choices }: ChoiceProps) {
  // An address may name what is no longer there.
  const isKnown = value === '' || choices.some((choice) => choice.value === value);
  const shown = isKnown ? choices : [...choices, { value, label: value }];
  return (
    <Labelled label={label} width="16rem">
      <SingleSelect
        value={value || ALL}
        onChange={(chosen) => onChoose(chosen === ALL ? '' : String(chosen))}
      >
        <SingleSelectOption value={ALL}>{all}</SingleSelectOption>
        {shown.map((choice) => (
          <SingleSelectOption key={choice.value} value={choice.value}>
            {choice.label}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Labelled>
  );
}

interface DayProps {
  label: string;
  /** `yyyy-mm-dd`, or empty. */
  day: string;
  onChoose: (day: string) => void;
}

/** A day of the calendar, whatever the zone of the browser. */
function DayField({ label, day, onChoose }: DayProps) {
  const text = useText();
  const { locale } = useIntl();
  // The picker reads the day in UTC. Another object would make it forget what is being typed.
  const value = React.useMemo(() => (day ? new Date(`${day}T00:00:00Z`) : undefined), [day]);
  const choose = (chosen: string) => {
    // It also tells of the day that it shows, whenever it is left.
    if (chosen !== day) onChoose(chosen);
  };
  return (
    <Labelled label={label} width="16rem">
      <DatePicker
        locale={locale}
        value={value}
        // And it gives midnight of the browser's zone, or the hour after where clocks skip that.
        onChange={(date) => choose(date ? dayText(date) : '')}
        onClear={() => choose('')}
        clearLabel={text('deliveries.filter.clearDay')}
        calendarLabel={text('deliveries.filter.calendar', { label })}
        monthSelectLabel={text('deliveries.filter.month')}
        yearSelectLabel={text('deliveries.filter.year')}
      />
    </Labelled>
  );
}

interface LabelledProps {
  label: string;
  width: string;
  children: React.ReactNode;
}

/** An input of the filters under its name. */
function Labelled({ label, width, children }: LabelledProps) {
  return (
    <Field.Root width={width} maxWidth="100%">
      <Field.Label>{label}</Field.Label>
      {children}
    </Field.Root>
  );
}
