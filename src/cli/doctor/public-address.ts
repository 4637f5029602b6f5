import type { ValidConfig } from "../../config/config.ts";
import { ask, NoAnswer } from "./ask.ts";
import { type Finding, fault, ok, warning } from "./finding.ts";

const about = "PUBLIC_URL";
const startIt = "If the app is not running yet, start it and run the doctor again";

/** Checks whether the app answers where invitees, Slack and SendGrid look for it, as far as this machine can see. */
export async function checkPublicAddress({ PUBLIC_URL, TRUST_PROXY }: ValidConfig): Promise<Finding[]> {
  if (!PUBLIC_URL) return [];
  return [await answerFinding(PUBLIC_URL), ...proxyFindings(PUBLIC_URL, TRUST_PROXY)];
}

async function answerFinding(url: string): Promise<Finding> {
  try {
    const { status, json, headers } = await ask(`${url}/healthz`);
    if (status === 200 && isOurs(json)) return ok(about, `The app answers at ${url}.`);
    if (status >= 300 && status < 400)
      return fault(about, `It redirects to ${headers.get("location")}. Use the app's own address.`);
    if (status >= 502 && status <= 504)
      return warning(
        about,
        `A proxy answers at ${url}, but not the app (${status}). ${startIt}; otherwise point the proxy at the app.`,
      );
    return fault(
      about,
      `Another server answers at ${url} (${status}). Point the address, or the proxy behind it, at this app.`,
    );
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    if (error.nobodyListens) return warning(about, `Nothing answers at ${url}: ${error.why}. ${startIt}.`);
    return fault(about, `${url} can't be reached: ${error.why}. Invitees, Slack and SendGrid must reach it.`);
  }
}

const isOurs = (json: unknown) => JSON.stringify(json) === '{"alive":true}';

function proxyFindings(url: string, hops: number | undefined): Finding[] {
  if (!url.startsWith("https:"))
    return [
      warning(
        about,
        "It is not https, so links in emails can be read in transit. Use this on your own machine only.",
      ),
    ];
  if (hops !== 0) return [];
  return [
    warning(
      "TRUST_PROXY",
      "It is 0, but https ends at a proxy in front of the app, so all visitors share one rate limit. Set it to the number of proxies, usually 1.",
    ),
  ];
}
