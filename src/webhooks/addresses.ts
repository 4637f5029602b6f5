import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** A network as address and bits. */
export type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** IPv6 addresses that are routed; what else may be unicast is reserved. */
const globalUnicast = ipaddr.parseCIDR("2000::/3");

const isIn = (address: ipaddr.IPv4 | ipaddr.IPv6, [network, bits]: Network) =>
  address.kind() === network.kind() && address.match(network, bits);

/**
 * Decides whether a webhook may connect to an IP address: by https to public ones, and by http or https to those in an
 * allowed network. Not to private, loopback, link-local, reserved or multicast ones, nor to IPv4 inside of IPv6.
 */
export function mayReach(
  protocol: "http" | "https",
  address: string,
  allowedNetworks: readonly Network[],
): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (allowedNetworks.some((network) => isIn(parsed, network))) return true;
  const isPublic = parsed.range() === "unicast" && (parsed.kind() === "ipv4" || isIn(parsed, globalUnicast));
  return isPublic && protocol === "https";
}

/** Reads the IP address that a URL names, for which Node looks nothing up; null where it names a host. */
export function addressIn({ hostname }: URL): string | null {
  const literal = hostname.replace(/^\[|\]$/g, "");
  return isIP(literal) ? literal : null;
}
