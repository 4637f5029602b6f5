import * as z from "zod";
import type { Profile } from "../../models/provisioned.ts";
import { enterpriseUser } from "./resource-types.ts";
import type { Attributes } from "./schema.ts";

const text = z.string().optional();
const contact = z.object({
  value: z.string().regex(/\S/),
  display: text,
  type: text,
  primary: z.boolean().optional(),
});

/** Validates a person's attributes, with the extension under `enterprise`. */
const profileSchema: z.ZodType<Profile> = z.object({
  userName: z.string().regex(/\S/),
  externalId: text,
  name: z
    .object({
      formatted: text,
      familyName: text,
      givenName: text,
      middleName: text,
      honorificPrefix: text,
      honorificSuffix: text,
    })
    .optional(),
  displayName: text,
  title: text,
  preferredLanguage: text,
  timezone: text,
  emails: z.array(contact).min(1),
  phoneNumbers: z.array(contact).optional(),
  enterprise: z
    .object({
      employeeNumber: text,
      costCenter: text,
      organization: text,
      division: text,
      department: text,
      manager: z.object({ value: text, displayName: text }).optional(),
    })
    .optional(),
});

/** Writes a profile as the attributes of a User. */
export function attributesOf({ enterprise, ...core }: Profile): Attributes {
  return { ...core, ...(enterprise && { [enterpriseUser.id]: enterprise }) };
}

/** Reads a User's attributes as a profile, or what is wrong with them. */
export function readProfile(attributes: Attributes) {
  const { [enterpriseUser.id]: enterprise, ...core } = attributes;
  return profileSchema.safeParse({ ...core, ...(enterprise !== undefined && { enterprise }) });
}
