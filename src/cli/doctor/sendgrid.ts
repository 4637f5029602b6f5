import * as z from "zod";
import type { ValidConfig } from "../../config/config.ts";
import { ask, NoAnswer } from "./ask.ts";
import { type Finding, fault, ok, warning } from "./finding.ts";

const WORLD = "https://api.sendgrid.com";
const EUROPE = "https://api.eu.sendgrid.com";
/** Matches the scopes of the Mail Send permission, and those that SendGrid adds to every key. */
const mailSendAlone = /^(mail\.|user\.scheduled_sends\.|sender_verification_|2fa_)/;
const authentication = "SendGrid: Settings > Sender Authentication";

/** Checks whether SendGrid knows the key, what the key may do, and whether it may send as MAIL_FROM. */
export async function checkSendGrid(config: ValidConfig): Promise<Finding[]> {
  const { SENDGRID_API_KEY, SENDGRID_API_URL = WORLD, MAIL_FROM } = config;
  if (!SENDGRID_API_KEY)
    return [
      warning("SendGrid", "Key and sender are not checked: SENDGRID_API_KEY is missing or has a fault."),
    ];
  const call: Call = (path, request) =>
    ask(`${SENDGRID_API_URL}/v3/${path}`, {
      ...request,
      headers: { authorization: `Bearer ${SENDGRID_API_KEY}`, "content-type": "application/json" },
    });
  try {
    const key = await keyFinding(call, SENDGRID_API_URL);
    const sender =
      key.level === "fault"
        ? warning("MAIL_FROM", "Not checked: fix SENDGRID_API_KEY first.")
        : MAIL_FROM && (await senderFinding(call, MAIL_FROM.email));
    return [regionFinding(SENDGRID_API_URL), key, ...(sender ? [sender] : [])];
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return [
      fault(
        "SENDGRID_API_KEY",
        `Not checked, because asking SendGrid failed: ${error.why}. Check that this machine can reach ${WORLD} (or SENDGRID_API_URL, if you set it).`,
      ),
    ];
  }
}

/**
 * Checks whether delivery reports can be verified. The configuration has already checked that the key is a P-256 one.
 */
export async function checkWebhookKey(
  { SENDGRID_WEBHOOK_PUBLIC_KEY: key }: ValidConfig,
  set: boolean,
): Promise<Finding[]> {
  const about = "SENDGRID_WEBHOOK_PUBLIC_KEY";
  if (key) return [ok(about, "It is a P-256 key. The first delivery report shows whether it is SendGrid's.")];
  if (set) return [];
  return [
    warning(
      about,
      "It is not set, so delivery is not tracked and bounces go unnoticed. In SendGrid, Settings > Mail Settings > Event Webhook, switch on Signed Event Webhook and copy its Verification Key.",
    ),
  ];
}

type Call = (path: string, request?: { method: string; body: string }) => ReturnType<typeof ask>;

function regionFinding(apiUrl: string): Finding {
  const about = "SENDGRID_API_URL";
  if (apiUrl === WORLD) return ok(about, "SendGrid's global region.");
  if (apiUrl === EUROPE) return ok(about, "SendGrid's EU region.");
  return warning(about, `This is not SendGrid's own address. Those are ${WORLD} and, for the EU, ${EUROPE}.`);
}

async function keyFinding(call: Call, apiUrl: string): Promise<Finding> {
  const about = "SENDGRID_API_KEY";
  const { status, json } = await call("scopes");
  if (status === 401)
    return fault(
      about,
      `SendGrid does not know this key at ${apiUrl}. Make one with the Mail Send permission: Settings > API Keys. A key of the EU region works only with SENDGRID_API_URL=${EUROPE}.`,
    );
  const granted = scopes.safeParse(json);
  if (!granted.success)
    return fault(
      about,
      `The server at ${apiUrl} is not SendGrid (${status}). Correct SENDGRID_API_URL, or leave it unset.`,
    );
  if (!granted.data.scopes.includes("mail.send"))
    return fault(about, "This key may not send mail. Give it the Mail Send permission: Settings > API Keys.");
  const spare = granted.data.scopes.filter((scope) => !mailSendAlone.test(scope));
  if (spare.length === 0) return ok(about, "It may send mail, and nothing else.");
  return warning(
    about,
    `This key may do more than send mail, such as ${spare[0]}. Make one with the Mail Send permission only, so that a thief can do less with it.`,
  );
}

const refusal = z.object({ errors: z.array(z.object({ message: z.string() })).min(1) });

function reasonIn(json: unknown): string {
  return refusal.safeParse(json).data?.errors[0]?.message ?? "it does not say why";
}

const scopes = z.object({ scopes: z.array(z.string()) });

/** Tries to send in sandbox mode, which sends nothing, and reads the lists of senders if the key may. */
async function senderFinding(call: Call, from: string): Promise<Finding> {
  const about = "MAIL_FROM";
  const { status, json } = await call("mail/send", {
    method: "POST",
    body: JSON.stringify(sandboxMail(from)),
  });
  const unverified = fault(
    about,
    `SendGrid does not let ${from} send. Verify this address, or its domain: ${authentication}.`,
  );
  if (status === 403) return unverified;
  if (status !== 200)
    return fault(about, `SendGrid refuses a test in sandbox mode (${status}): ${reasonIn(json)}`);
  const known = await isKnownSender(call, from);
  if (known === null)
    return warning(
      about,
      `SendGrid accepts a test from ${from}, but this key may not read which senders are verified. Compare it with ${authentication}, or send yourself an invite.`,
    );
  return known ? ok(about, `${from} is verified.`) : unverified;
}

/** Returns null when the key may not read the lists. */
async function isKnownSender(call: Call, from: string): Promise<boolean | null> {
  const [addresses, domains] = await Promise.all([
    call("verified_senders?limit=1000"),
    call("whitelabel/domains?limit=1000"),
  ]);
  const address = verifiedSenders.safeParse(addresses.json).data?.results;
  const domain = authenticatedDomains.safeParse(domains.json).data;
  const verified =
    address?.some((one) => one.verified && one.from_email.toLowerCase() === from.toLowerCase()) ||
    domain?.some((one) => one.valid && from.toLowerCase().endsWith(`@${one.domain.toLowerCase()}`));
  if (verified) return true;
  return address && domain ? false : null;
}

const verifiedSenders = z.object({
  results: z.array(z.object({ from_email: z.string(), verified: z.boolean() })),
});
const authenticatedDomains = z.array(z.object({ domain: z.string(), valid: z.boolean() }));

function sandboxMail(from: string) {
  return {
    personalizations: [{ to: [{ email: from }] }],
    from: { email: from },
    subject: "A test that is not sent",
    content: [{ type: "text/plain", value: "A test that is not sent." }],
    mail_settings: { sandbox_mode: { enable: true } },
    tracking_settings: { click_tracking: { enable: false }, open_tracking: { enable: false } },
  };
}
