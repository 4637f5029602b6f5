import { addressIn, mayReach, type Network } from "./addresses.ts";

/** Creates the check for the address of a webhook: it returns a sentence that says what to do, or null. */
export function urlFaults(allowedNetworks: readonly Network[]): (text: string) => string | null {
  return (text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (!url || !/^https?:$/.test(url.protocol))
      return "Enter a web address, such as https://hooks.example.com/iam.";
    if (url.username || url.password)
      return "Leave the user name and password out. The receiver knows us by the signature.";
    if (url.hash) return "Leave out what follows the #.";
    const protocol = url.protocol === "http:" ? "http" : "https";
    if (protocol === "http" && allowedNetworks.length === 0)
      return "Use an address that starts with https://.";
    const address = addressIn(url);
    return address && !mayReach(protocol, address, allowedNetworks)
      ? `Webhooks may not reach ${address}. Use a public https address, or ask whoever runs iam-bot to allow its network.`
      : null;
  };
}
