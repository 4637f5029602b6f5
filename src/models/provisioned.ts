import { Schema } from "mongoose";

/** An email address or a phone number. A type because it goes into JSON: an interface has no index signature. */
export type Contact = {
  value: string;
  display?: string | undefined;
  type?: string | undefined;
  primary?: boolean | undefined;
};

/** An identity provider's data about a person, as received (RFC 7643, 4.1); whether they are active is their status. */
export interface Profile {
  userName: string;
  externalId?: string | undefined;
  name?: Partial<Record<NamePart, string | undefined>> | undefined;
  displayName?: string | undefined;
  title?: string | undefined;
  preferredLanguage?: string | undefined;
  timezone?: string | undefined;
  emails: Contact[];
  phoneNumbers?: Contact[] | undefined;
  enterprise?: Enterprise | undefined;
}

export type NamePart =
  | "formatted"
  | "familyName"
  | "givenName"
  | "middleName"
  | "honorificPrefix"
  | "honorificSuffix";

/** RFC 7643, 4.3. */
type Enterprise = {
  employeeNumber?: string | undefined;
  costCenter?: string | undefined;
  organization?: string | undefined;
  division?: string | undefined;
  department?: string | undefined;
  manager?: { value?: string | undefined; displayName?: string | undefined } | undefined;
};

/** What is stored about a person for identity providers. */
export interface Provisioned {
  profile: Profile;
  /** The keys they are found by, see `personKeys`; none once a provider removed them. */
  keys: string[];
  /** The userName, folded, that nobody else can have; missing once a provider removed them. */
  userNameKey?: string | undefined;
  /** A provider removed them: while they are suspended, no provider sees them. */
  removed?: boolean | undefined;
}

export const provisionedSchema = new Schema<Provisioned>(
  {
    profile: { type: Schema.Types.Mixed, required: true },
    keys: { type: [String], required: true },
    userNameKey: String,
    removed: Boolean,
  },
  { _id: false },
);
