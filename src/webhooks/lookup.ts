import { Resolver } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { mayReach, type Network } from "./addresses.ts";

const RESOLVE_MS = 3_000;
const RESOLVE_TRIES = 2;

/** An endpoint's address that webhooks may not reach. */
export class AddressRefused extends Error {
  override readonly name = "AddressRefused";
}

/**
 * Creates the lookup with which a connection resolves its name. It connects to one of the very addresses that were
 * checked, or to none if any of them is refused. It asks the name servers without Node's thread pool, where a slow one
 * would hold up everything else.
 *
 * @param nameServers `address:port`; the system's if missing
 */
export function checkedLookup(
  protocol: "http" | "https",
  allowedNetworks: readonly Network[],
  nameServers?: readonly string[],
): LookupFunction {
  const resolver = new Resolver({ timeout: RESOLVE_MS, tries: RESOLVE_TRIES });
  if (nameServers) resolver.setServers(nameServers);
  const resolve = async (hostname: string) => {
    const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const found = [four, six].flatMap((family) => (family.status === "fulfilled" ? family.value : []));
    if (found.length === 0) throw four.status === "rejected" ? four.reason : new Error("no address");
    if (!found.every((address) => mayReach(protocol, address, allowedNetworks))) throw new AddressRefused();
    return found.map((address) => ({ address, family: isIP(address) }));
  };
  return (hostname, { all }, callback) => {
    resolve(hostname).then(
      (addresses) => {
        if (all) callback(null, addresses);
        else callback(null, addresses[0]?.address ?? "", addresses[0]?.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}
