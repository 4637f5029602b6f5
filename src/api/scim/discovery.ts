import { resourceTypes } from "../../services/profiles/resource-types.ts";
import type { Attribute, ResourceType, Schema } from "../../services/profiles/schema.ts";

/** What one Bulk can hold. */
export const BULK_LIMITS = { operations: 1_000, bytes: 4 * 1024 * 1024 } as const;
/** How many resources one answer has by default, and at most. */
export const PAGE_SIZES = { usual: 100, most: 200 } as const;

/** Returns what is supported here (RFC 7643, 5, and RFC 9865, 4). */
export function serviceProviderConfig(address: string) {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
    documentationUri: `${address.replace(/\/scim\/v2$/, "")}/api`,
    patch: { supported: true },
    bulk: { supported: true, maxOperations: BULK_LIMITS.operations, maxPayloadSize: BULK_LIMITS.bytes },
    filter: { supported: true, maxResults: PAGE_SIZES.most },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: "index",
      defaultPageSize: PAGE_SIZES.usual,
      maxPageSize: PAGE_SIZES.most,
    },
    authenticationSchemes: [
      {
        type: "oauthbearertoken",
        name: "Bearer token",
        description: "The token of an API client with the permission scim.",
        specUri: "https://www.rfc-editor.org/info/rfc6750",
        primary: true,
      },
    ],
    meta: { resourceType: "ServiceProviderConfig", location: `${address}/ServiceProviderConfig` },
  };
}

/** Returns the resource types (RFC 7643, 6). */
export function resourceTypeList(address: string) {
  return resourceTypes.map((type) => resourceTypeBody(type, address));
}

function resourceTypeBody(
  { name, endpoint, description, schema, extensions }: ResourceType,
  address: string,
) {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
    id: name,
    name,
    endpoint,
    description,
    schema: schema.id,
    schemaExtensions: extensions.map(({ id }) => ({ schema: id, required: false })),
    meta: { resourceType: "ResourceType", location: `${address}/ResourceTypes/${name}` },
  };
}

/** Returns the schemas (RFC 7643, 7). */
export function schemaList(address: string) {
  return resourceTypes
    .flatMap(({ schema, extensions }) => [schema, ...extensions])
    .map((schema) => schemaBody(schema, address));
}

function schemaBody({ id, name, description, attributes }: Schema, address: string) {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    id,
    name,
    description,
    attributes: attributes.map(attributeBody),
    meta: { resourceType: "Schema", location: `${address}/Schemas/${id}` },
  };
}

function attributeBody(attribute: Attribute): object {
  const { name, type, description, canonicalValues, referenceTypes, subAttributes } = attribute;
  return {
    name,
    type,
    multiValued: attribute.multiValued ?? false,
    description,
    required: attribute.required ?? false,
    ...(type !== "complex" && { caseExact: attribute.caseExact ?? false }),
    mutability: attribute.mutability ?? "readWrite",
    returned: attribute.returned ?? "default",
    uniqueness: attribute.uniqueness ?? "none",
    ...(canonicalValues && { canonicalValues }),
    ...(referenceTypes && { referenceTypes }),
    ...(subAttributes && { subAttributes: subAttributes.map(attributeBody) }),
  };
}
