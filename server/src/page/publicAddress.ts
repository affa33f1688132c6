import { BlockList, isIP } from 'node:net';

/**
 * Ranges of IPv4 that belong to nobody on the internet: IANA's registry of special-purpose addresses,
 * multicast and what is reserved.
 */
const NOT_PUBLIC_4 = blockListOf('ipv4', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]);

/** Of IPv6 only this is given out: no loopback, local, multicast, mapped or translated address. */
const GIVEN_OUT_6 = blockListOf('ipv6', ['2000::/3']);

/** What of it is special all the same: Teredo and ORCHID, examples, 6to4, AS112. */
const NOT_PUBLIC_6 = blockListOf('ipv6', [
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '2620:4f:8000::/48',
  '3fff::/20',
]);

/** Where web pages are; other ports of a public address may be services that trust their own host. */
const PORTS = [80, 443];

/**
 * Whether a page may be fetched from there: from the internet, never from the network that the server
 * is in.
 *
 * @param address IP address to which a connection would be made, as numbers
 */
export function mayConnect(address: string, port: number): boolean {
  return isPublic(address) && PORTS.includes(port);
}

function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !NOT_PUBLIC_4.check(address, 'ipv4');
    case 6:
      // One with a zone (`%eth0`) is of a link.
      return (
        !address.includes('%') &&
        GIVEN_OUT_6.check(address, 'ipv6') &&
        !NOT_PUBLIC_6.check(address, 'ipv6')
      );
    default:
      return false;
  }
}

function blockListOf(family: 'ipv4' | 'ipv6', ranges: string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [net = '', bits] = range.split('/');
    list.addSubnet(net, Number(bits), family);
  }
  return list;
}
