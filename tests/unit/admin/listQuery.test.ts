import {
  dayText,
  filterParams,
  shownDay,
  toDeliveryFilter,
  toListQuery,
  viewOf,
} from '../../../admin/src/pages/deliveries/listQuery';
import { itEvery } from '../../support/itEvery';

const of = (search: string) => viewOf(new URLSearchParams(search));

describe('the list’s address', () => {
  it('is read and written back alike', () => {
    const address =
      'status=failed%2Cunknown&hasSession=false&site=main&contentType=api%3A%3Alead.lead' +
      '&from=2026-11-01&to=2026-11-03&search=%2B7+920';
    const { filter } = of(address);
    expect(filter).toEqual({
      status: ['failed', 'unknown'],
      session: 'without',
      site: 'main',
      contentType: 'api::lead.lead',
      from: '2026-11-01',
      to: '2026-11-03',
      search: '+7 920',
    });
    expect(new URLSearchParams(filterParams(filter)).toString()).toBe(address);
  });

  it('passes over what is no value of the list', () => {
    const address =
      'status=lost&sort=reason:asc&page=-1&pageSize=7&from=yesterday&hasSession=maybe';
    expect(of(address)).toEqual(of(''));
    expect(toListQuery(of(address))).toEqual({ sort: 'submittedAt:desc', page: 1, pageSize: 20 });
  });

  it('leaves days to the server, which knows their zone', () => {
    const days = { from: '2026-03-28', to: '2026-03-29' };
    const { filter } = of(new URLSearchParams(days).toString());
    expect(toDeliveryFilter(filter)).toEqual(days);
    expect(shownDay(filter.from, 'from', 'Asia/Kamchatka')).toBe(days.from);
  });

  it('keeps moments, and shows the day of the zone, the last one for an exclusive end', () => {
    const end = '2026-11-03T21:00:00.000Z';
    const { filter } = of(`from=${end}&to=${end}`);
    expect(toDeliveryFilter(filter)).toEqual({ from: end, to: end });
    expect(shownDay(filter.from, 'from', 'Europe/Moscow')).toBe('2026-11-04');
    expect(shownDay(filter.to, 'to', 'Europe/Moscow')).toBe('2026-11-03');
    expect(shownDay(filter.to, 'to', 'Asia/Kamchatka')).toBe('2026-11-04');
  });

  itEvery(['2026-02-29', '2026-02-31', '2026-13-01', '05.07.2026', '2026-07-05T99:00Z'])(
    'knows no day …',
    (day) => expect(of(`from=${day}`).filter.from).toBe(''),
  );

  it('names the day of a date in whatever zone the browser is', () => {
    expect(dayText(new Date(2026, 6, 5))).toBe('2026-07-05');
    expect(dayText(new Date(2026, 6, 5, 23, 59))).toBe('2026-07-05');
  });
});
