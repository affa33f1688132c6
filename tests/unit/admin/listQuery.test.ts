import {
  filterParams,
  shownDay,
  toDeliveryFilter,
  toListQuery,
  viewOf,
} from '../../../admin/src/pages/deliveries/listQuery';

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

  it('names days of the person’s zone, both inclusive', () => {
    const { from, to } = toDeliveryFilter(of('from=2026-03-28&to=2026-03-29').filter);
    expect(from).toBe(new Date(2026, 2, 28).toISOString());
    expect(to).toBe(new Date(2026, 2, 30).toISOString());
  });

  it('keeps moments, and shows the day before an exclusive end', () => {
    const end = new Date(2026, 10, 4).toISOString();
    const { filter } = of(`to=${end}`);
    expect(toDeliveryFilter(filter).to).toBe(end);
    expect(shownDay(filter.to, 'to')!.getDate()).toBe(3);
  });
});
