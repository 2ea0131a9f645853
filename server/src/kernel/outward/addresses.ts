import { BlockList, isIP } from 'node:net';

/** Networks that no webhook, trigger or probe may reach unless the operator allows it: this machine, its neighbours, what is not routed. */
const closed = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  closed.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  closed.addSubnet(network, prefix, 'ipv6');

/** What the operator allows besides: hosts by name (`jira.internal`, `localhost:8080`) and networks (`10.1.0.0/16`). */
export interface Allowed {
  readonly hosts: ReadonlySet<string>;
  readonly networks: BlockList;
}

/** Reads a list like `jira.internal,localhost:8080,10.1.0.0/16`. */
export function allowedFrom(entries: readonly string[]): Allowed {
  const hosts = new Set<string>();
  const networks = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address);
    if (family === 0) hosts.add(entry.toLowerCase());
    else networks.addSubnet(address, Number(prefix ?? (family === 4 ? 32 : 128)), family === 4 ? 'ipv4' : 'ipv6');
  }
  return { hosts, networks };
}

/** Says whether a call may go to this address: public ones always, others where they are allowed. */
export function mayReach(address: string, allowed: Allowed): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  // An IPv4 address in the clothes of IPv6 (`::ffff:10.0.0.1`) is held against the IPv4 networks by BlockList itself.
  return !closed.check(address, kind) || allowed.networks.check(address, kind);
}

/** Says whether the operator names this host, with its port or without. */
export function isNamed({ hostname, host }: URL, { hosts }: Allowed): boolean {
  return hosts.has(hostname.toLowerCase()) || hosts.has(host.toLowerCase());
}
