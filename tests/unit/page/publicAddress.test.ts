import { mayConnect } from '../../../server/src/page/publicAddress';

describe('the address of a page', () => {
  it.each(['8.8.8.8', '1.1.1.1', '93.158.134.3', '223.255.255.254', '172.15.0.1', '172.32.0.1'])(
    '%s is public',
    (address) => expect([mayConnect(address, 80), mayConnect(address, 443)]).toEqual([true, true]),
  );

  it.each(['2a02:6b8::2:242', '2606:4700::1111', '2001:4860:4860::8888', '2003::1'])(
    '%s is public',
    (address) => expect(mayConnect(address, 443)).toBe(true),
  );

  it.each([
    ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.255'],
    ...['127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1', '172.31.255.255'],
    ...['192.0.0.8', '192.0.2.1', '192.88.99.1', '192.168.0.1', '198.18.0.1', '198.19.255.255'],
    ...['198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.250', '240.0.0.1'],
    '255.255.255.255',
  ])('%s is not', (address) => expect(mayConnect(address, 80)).toBe(false));

  it.each([
    ...['::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:7f00:1', '::127.0.0.1'],
    ...['64:ff9b::7f00:1', '64:ff9b:1::1', '100::1', '2001::1', '2001:0:7f00:1::', '2001:10::1'],
    ...['2001:20::1', '2001:db8::1', '2002:7f00:1::', '2002:c0a8:1::', '3fff::1', '5f00::1'],
    ...['fc00::1', 'fd12:3456::1', 'fe80::1', 'fe80::1%lo', 'fec0::1', 'ff02::1', '2a00::1%eth0'],
  ])('%s is not', (address) => expect(mayConnect(address, 80)).toBe(false));

  it.each(['', 'localhost', '127.1', '0x7f000001', '2130706433', '8.8.8.8 ', '[2a00::1]'])(
    '“%s” is none in numbers',
    (address) => expect(mayConnect(address, 80)).toBe(false),
  );

  it.each([0, 22, 25, 6379, 8080, 8443])('is not read from at port %s', (port) =>
    expect(mayConnect('8.8.8.8', port)).toBe(false),
  );
});
