import * as React from 'react';
import { DatePicker } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { useText } from '../../components/useText';
import { Labelled } from './Labelled';
import { dayText } from './listQuery';

interface Props {
  label: string;
  /** `yyyy-mm-dd`, or empty. */
  day: string;
  onChoose: (day: string) => void;
}

/** A day of the calendar, whatever the zone of the browser. */
export function DayField({ label, day, onChoose }: Props) {
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
