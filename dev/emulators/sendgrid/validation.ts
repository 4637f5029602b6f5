import { fault, type InvalidField, type SendRequest } from "./request.ts";

const reservedHeaders = new Set(
  "x-sg-id x-sg-eid received dkim-signature content-type content-transfer-encoding to from subject reply-to cc bcc".split(
    " ",
  ),
);
const newLine = /[\r\n]/;

/**
 * Returns the faults of a request whose shape is right, by SendGrid's rules about several fields, or the content of
 * one.
 */
export function faultsIn(request: SendRequest): InvalidField[] {
  return [
    ...subjectFaults(request),
    ...recipientFaults(request),
    ...contentFaults(request),
    ...headerFaults(request),
    ...customArgumentFaults(request),
  ];
}

/** Tells whether SendGrid would rewrite links or add a pixel: both are on unless the email switches them off. */
export function isTracked({ tracking_settings: settings }: SendRequest): boolean {
  return settings?.click_tracking?.enable !== false || settings.open_tracking?.enable !== false;
}

function subjectFaults({ subject, personalizations }: SendRequest): InvalidField[] {
  const faults: InvalidField[] = [];
  if (!subject && !personalizations.every((one) => one.subject)) {
    const message =
      "The subject is required. You can get around this requirement if you use a template with a subject defined or if every personalization has a subject defined.";
    faults.push(fault(message, "subject"));
  }
  for (const [index, each] of [{ subject }, ...personalizations].entries()) {
    if (!newLine.test(each.subject ?? "")) continue;
    const field = index === 0 ? "subject" : `personalizations.${index - 1}.subject`;
    faults.push(fault("The subject must not contain new line characters.", field));
  }
  return faults;
}

function recipientFaults({ personalizations }: SendRequest): InvalidField[] {
  const faults: InvalidField[] = [];
  let recipients = 0;
  for (const [index, { to, cc = [], bcc = [] }] of personalizations.entries()) {
    const seen = new Set<string>();
    recipients += to.length + cc.length + bcc.length;
    for (const [kind, addresses] of Object.entries({ to, cc, bcc })) {
      const twice = addresses.find(({ email }) => {
        const known = seen.has(email.toLowerCase());
        seen.add(email.toLowerCase());
        return known;
      });
      if (twice === undefined) continue;
      const message = `Each email address in the personalization block should be unique between to, cc, and bcc. We found the first duplicate instance of [${twice.email}] in the personalizations.${index}.${kind} field.`;
      faults.push(fault(message, `personalizations.${index}`));
      break;
    }
  }
  if (recipients > 1000) {
    faults.push(
      fault("There is a limit of 1000 total recipients (to + cc + bcc) per request.", "personalizations"),
    );
  }
  return faults;
}

function contentFaults({ content }: SendRequest): InvalidField[] {
  const types = content.map(({ type }) => type);
  const plain = types.indexOf("text/plain");
  const html = types.indexOf("text/html");
  if (plain > 0 || html > (plain === 0 ? 1 : 0)) {
    const message =
      "If present, text/plain and text/html may only be provided once, and in this order: text/plain, text/html, any other content.";
    return [fault(message, `content.${Math.max(plain, 0)}.type`)];
  }
  const repeated = types.findIndex((type, index) => types.indexOf(type) !== index);
  if (repeated === -1) return [];
  return [
    fault(`The content type ${types[repeated]} may only be provided once.`, `content.${repeated}.type`),
  ];
}

function headerFaults({ headers, from, reply_to, personalizations }: SendRequest): InvalidField[] {
  const faults: InvalidField[] = [];
  for (const [field, name] of Object.entries({ "from.name": from.name, "reply_to.name": reply_to?.name })) {
    if (newLine.test(name ?? "")) faults.push(fault("The name must not contain new line characters.", field));
  }
  const all: [string, Record<string, string> | undefined][] = [
    ["headers", headers],
    ...personalizations.map((one, index): [string, typeof one.headers] => [
      `personalizations.${index}.headers`,
      one.headers,
    ]),
  ];
  for (const [field, given = {}] of all) {
    for (const [name, value] of Object.entries(given)) {
      if (reservedHeaders.has(name.toLowerCase())) {
        faults.push(fault(`The header ${name} is reserved and cannot be used.`, field));
      } else if (newLine.test(name + value) || !/^[!-9;-~]+$/.test(name)) {
        faults.push(fault("Headers must not contain new line characters.", field));
      }
    }
  }
  return faults;
}

function customArgumentFaults({ custom_args, personalizations }: SendRequest): InvalidField[] {
  const message =
    "The total size of your custom arguments is limited to 10,000 bytes. You have exceeded that limit.";
  return personalizations.flatMap((one, index) => {
    const merged = { ...custom_args, ...one.custom_args };
    if (Buffer.byteLength(JSON.stringify(merged)) <= 10_000) return [];
    return [fault(message, one.custom_args ? `personalizations.${index}.custom_args` : "custom_args")];
  });
}
