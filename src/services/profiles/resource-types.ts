import type { Attribute, ResourceType, Schema } from "./schema.ts";

const text = (name: string, description: string): Attribute => ({ name, type: "string", description });
const primary: Attribute = {
  name: "primary",
  type: "boolean",
  description: "Whether it is the one to use. At most one value has it.",
};

/** RFC 7643, 3.1: what every resource has besides its schema. */
const common: readonly Attribute[] = [
  {
    ...text("schemas", "The schemas that its attributes are of."),
    multiValued: true,
    mutability: "readOnly",
    returned: "always",
  },
  {
    ...text("id", "The id here, for ever the same."),
    caseExact: true,
    mutability: "readOnly",
    returned: "always",
    uniqueness: "server",
  },
  { ...text("externalId", "The id at the provider."), caseExact: true },
  {
    name: "meta",
    type: "complex",
    description: "When it was made and changed, and where it is.",
    mutability: "readOnly",
    subAttributes: [
      { ...text("resourceType", "User or Group."), caseExact: true, mutability: "readOnly" },
      { name: "created", type: "dateTime", description: "When it was made.", mutability: "readOnly" },
      {
        name: "lastModified",
        type: "dateTime",
        description: "When it last changed.",
        mutability: "readOnly",
      },
      {
        name: "location",
        type: "reference",
        description: "Its address.",
        caseExact: true,
        mutability: "readOnly",
        referenceTypes: ["uri"],
      },
      { ...text("version", "Its ETag."), caseExact: true, mutability: "readOnly" },
    ],
  },
];

const user: Schema = {
  id: "urn:ietf:params:scim:schemas:core:2.0:User",
  name: "User",
  description: "User Account",
  attributes: [
    {
      ...text("userName", "The name at the provider; the email address until it sets one."),
      trimmed: true,
      required: true,
      uniqueness: "server",
    },
    {
      name: "name",
      type: "complex",
      description: "The name and its parts. The full name is what people read.",
      subAttributes: [
        text("formatted", "The full name."),
        text("familyName", "The family name."),
        text("givenName", "The given name."),
        text("middleName", "The middle names."),
        text("honorificPrefix", "The title before the name."),
        text("honorificSuffix", "What follows the name."),
      ],
    },
    text("displayName", "The name to show where there is no full name."),
    text("title", "The job title."),
    text("preferredLanguage", "The language, as in Accept-Language."),
    text("timezone", "The time zone, by its IANA name."),
    {
      name: "active",
      type: "boolean",
      description: "False suspends: groups give nothing, and all rights are gone.",
      required: true,
    },
    {
      name: "emails",
      type: "complex",
      description: "Email addresses. The primary one is the address that the person is known by.",
      multiValued: true,
      required: true,
      subAttributes: [
        { ...text("value", "The address."), trimmed: true, required: true },
        text("display", "How to show it."),
        { ...text("type", "What it is for."), canonicalValues: ["work", "home", "other"] },
        primary,
      ],
    },
    {
      name: "phoneNumbers",
      type: "complex",
      description:
        "Phone numbers. The first that is complete, the primary one before others, is what people read.",
      multiValued: true,
      subAttributes: [
        { ...text("value", "The number, with + and country code."), required: true },
        text("display", "How to show it."),
        {
          ...text("type", "What it is for."),
          canonicalValues: ["work", "home", "mobile", "fax", "pager", "other"],
        },
        primary,
      ],
    },
    {
      name: "groups",
      type: "complex",
      description: "The groups that the person is in. Changed through the groups' members.",
      multiValued: true,
      mutability: "readOnly",
      subAttributes: [
        { ...text("value", "The group's id."), caseExact: true, mutability: "readOnly" },
        {
          name: "$ref",
          type: "reference",
          description: "The group's address.",
          caseExact: true,
          mutability: "readOnly",
          referenceTypes: ["Group"],
        },
        { ...text("display", "The group's name."), mutability: "readOnly" },
        { ...text("type", "Always direct."), mutability: "readOnly", canonicalValues: ["direct"] },
      ],
    },
  ],
};

export const enterpriseUser: Schema = {
  id: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
  name: "EnterpriseUser",
  description: "Where in the organisation the person works.",
  attributes: [
    text("employeeNumber", "The employee number."),
    text("costCenter", "The cost centre."),
    text("organization", "The organisation."),
    text("division", "The division."),
    text("department", "The department."),
    {
      name: "manager",
      type: "complex",
      description: "Whom the person reports to.",
      subAttributes: [
        { ...text("value", "The id of the manager."), caseExact: true },
        text("displayName", "The name of the manager."),
      ],
    },
  ],
};

const group: Schema = {
  id: "urn:ietf:params:scim:schemas:core:2.0:Group",
  name: "Group",
  description: "A named set of users, with the access it gives.",
  attributes: [
    {
      ...text("displayName", "The name. Capitals and accents make no difference to its being unique."),
      trimmed: true,
      required: true,
      uniqueness: "server",
    },
    {
      name: "members",
      type: "complex",
      description: "The users in the group.",
      multiValued: true,
      subAttributes: [
        { ...text("value", "The user's id."), caseExact: true, mutability: "immutable" },
        {
          name: "$ref",
          type: "reference",
          description: "The user's address.",
          caseExact: true,
          mutability: "immutable",
          referenceTypes: ["User"],
        },
        { ...text("type", "Always User."), mutability: "immutable", canonicalValues: ["User"] },
      ],
    },
  ],
};

const names = (name: string): Attribute =>
  text(name, `The ${name} that the group gives, with commas between; or the one word all.`);

export const groupAccess: Schema = {
  id: "urn:ietf:params:scim:schemas:extension:iam-bot:2.0:Group",
  name: "GroupAccess",
  description: "What the group gives, and who decides about its members.",
  attributes: [
    text("description", "What the group is for."),
    names("services"),
    names("projects"),
    names("regions"),
    {
      name: "managed",
      type: "boolean",
      description: "Whether the provider alone decides who is in it. An admin can take a group back.",
    },
  ],
};

export const userType: ResourceType = {
  name: "User",
  endpoint: "/Users",
  description: "Registered people.",
  schema: user,
  extensions: [enterpriseUser],
};

export const groupType: ResourceType = {
  name: "Group",
  endpoint: "/Groups",
  description: "Groups, with their members and their access.",
  schema: group,
  extensions: [groupAccess],
};

export const resourceTypes: readonly ResourceType[] = [userType, groupType];

/** Lists a resource's core attributes, including those common to all resources. */
export function coreAttributes({ schema }: ResourceType): readonly Attribute[] {
  return [...common, ...schema.attributes];
}
