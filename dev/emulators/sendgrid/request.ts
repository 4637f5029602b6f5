import * as z from "zod";

/** SendGrid's description of one fault in a request. */
export interface InvalidField {
  message: string;
  field: string | null;
  help: string | null;
}

const says = {
  address: "Does not contain a valid address.",
  personalizations: "The personalizations field is required and must have at least one personalization.",
  to: "The to array is required for all personalization objects, and must have at least one email object with a valid email address.",
  from: 'The from object must be provided for every email send. It is an object that requires the email parameter, but may also contain a name parameter.  e.g. {"email" : "example@example.com"}  or {"email" : "example@example.com", "name" : "Example Recipient"}.',
  content:
    "Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content block. We typically suggest both text/plain and text/html blocks are included, but only one block is required.",
  value: "The content value must be a string at least one character in length.",
  categories: "There is a limit of 10 categories per request.",
  category: "Each category name cannot exceed 255 characters.",
};

/** SendGrid only accepts ASCII addresses. */
const addressPattern = /^[!-~]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
const address = z.strictObject({
  email: z.string(says.address).max(320, says.address).regex(addressPattern, says.address),
  name: z.string().optional(),
});
const texts = z.record(z.string(), z.string());
const switched = z.looseObject({ enable: z.boolean().optional() });

const personalization = z.strictObject({
  to: z.array(address, says.to).min(1, says.to),
  cc: z.array(address).optional(),
  bcc: z.array(address).optional(),
  from: address.optional(),
  subject: z.string().optional(),
  headers: texts.optional(),
  custom_args: texts.optional(),
  substitutions: texts.optional(),
  dynamic_template_data: z.looseObject({}).optional(),
  send_at: z.int().optional(),
});

const sendRequest = z.strictObject({
  personalizations: z.array(personalization, says.personalizations).min(1, says.personalizations),
  from: z.strictObject({ ...address.shape }, says.from),
  reply_to: address.optional(),
  reply_to_list: z.array(address).optional(),
  subject: z.string().optional(),
  content: z
    .array(
      z.strictObject({ type: z.string().min(1), value: z.string(says.value).min(1, says.value) }),
      says.content,
    )
    .min(1, says.content),
  attachments: z.array(z.looseObject({})).optional(),
  template_id: z.string().optional(),
  sections: texts.optional(),
  headers: texts.optional(),
  categories: z.array(z.string().max(255, says.category)).max(10, says.categories).optional(),
  custom_args: texts.optional(),
  send_at: z.int().optional(),
  batch_id: z.string().optional(),
  asm: z.looseObject({}).optional(),
  ip_pool_name: z.string().optional(),
  mail_settings: z.looseObject({ sandbox_mode: switched.optional() }).optional(),
  tracking_settings: z
    .looseObject({ click_tracking: switched.optional(), open_tracking: switched.optional() })
    .optional(),
});

/** The body of `POST /v3/mail/send`, once its shape is right. */
export type SendRequest = z.infer<typeof sendRequest>;

/** Reads a body's shape as SendGrid does, every fault at once. */
export function readSendRequest(body: unknown): { request: SendRequest } | { faults: InvalidField[] } {
  const read = sendRequest.safeParse(body, { error: shapeMessage });
  if (read.success) return { request: read.data };
  return { faults: read.error.issues.map((issue) => fault(issue.message, issue.path.join("."))) };
}

/** Returns one fault, with the link to SendGrid's documentation that a real one carries. */
export function fault(message: string, field: string): InvalidField {
  const anchor = field.replace(/\.\d+/g, "");
  return {
    message,
    field,
    help: `http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html#message.${anchor}`,
  };
}

const shapeMessage: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === "unrecognized_keys") return `Additional property ${issue.keys[0]} is not allowed`;
  if (issue.code !== "invalid_type") return undefined;
  return `Invalid type. Expected: ${issue.expected}, given: ${kindOf(issue.input)}.`;
};

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
