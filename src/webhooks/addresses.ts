import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** A network: its address and prefix length. */
export type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** IPv6 addresses that are routed; any other unicast address is reserved. */
const globalUnicast = ipaddr.parseCIDR("2000::/3");

const isIn = (address: ipaddr.IPv4 | ipaddr.IPv6, [network, bits]: Network) =>
  address.kind() === network.kind() && address.match(network, bits);

/**
 * Tells whether a webhook may connect to an IP address: by https to public ones, and by http or https to those in an
 * allowed network. Never to private, loopback, link-local, reserved or multicast ones otherwise, nor to IPv4 inside
 * IPv6.
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

/** Reads the IP address in a URL, for which Node looks nothing up; null if it has a host name. */
export function addressIn({ hostname }: URL): string | null {
  const literal = hostname.replace(/^\[|\]$/g, "");
  return isIP(literal) ? literal : null;
}
