import type { Profile } from "../../models/provisioned.ts";
import { prefixEnd } from "../search-terms.ts";
import { comparedText, valuesAt } from "./filter.ts";
import { attributesOf } from "./profile.ts";
import { coreAttributes, userType } from "./resource-types.ts";
import { type Attribute, type AttributePath, type Schema, valuePart } from "./schema.ts";

/** Every text attribute that a provider writes. */
const texts: readonly AttributePath[] = [
  ...textsOf(coreAttributes(userType)),
  ...userType.extensions.flatMap((extension) => textsOf(extension.attributes, extension)),
];

function textsOf(attributes: readonly Attribute[], extension?: Schema): AttributePath[] {
  return attributes
    .filter(({ mutability }) => mutability !== "readOnly")
    .flatMap((attribute): AttributePath[] =>
      attribute.subAttributes
        ? attribute.subAttributes.map((sub) => ({ extension, attribute, sub }))
        : [{ extension, attribute }],
    )
    .filter(({ attribute, sub }) => (sub ?? attribute).type === "string");
}

/**
 * Lists the keys a person is found by: each attribute's name with its text, folded unless its case matters. One index
 * over all of them answers `eq`, `sw`, the four orderings and `pr` for every attribute.
 */
export function personKeys(profile: Profile): string[] {
  const attributes = attributesOf(profile);
  const keys = texts.flatMap((path) =>
    valuesAt(attributes, path).flatMap((value) =>
      typeof value === "string" ? keyPrefix(path) + comparedText(path)(value) : [],
    ),
  );
  return [...new Set(keys)];
}

/** The prefix of an attribute's keys. */
export function keyPrefix({ extension, attribute, sub }: AttributePath): string {
  const part = sub ?? valuePart(attribute);
  return `${extension ? `${extension.name}:` : ""}${attribute.name}${part ? `.${part.name}` : ""}=`;
}

/** Tells whether an attribute has keys. */
export function hasKeys({ extension, attribute, sub }: AttributePath): boolean {
  const part = sub ?? valuePart(attribute);
  return texts.some(
    (each) => each.extension === extension && each.attribute === attribute && each.sub === part,
  );
}

/** The end of the range of an attribute's keys. */
export const keysEnd = (path: AttributePath): string => prefixEnd(keyPrefix(path));
