import { groupType, userType } from "../../services/profiles/resource-types.ts";
import type { ResourceType } from "../../services/profiles/schema.ts";
import { bulk } from "./bulk.ts";
import { resourceTypeList, schemaList, serviceProviderConfig } from "./discovery.ts";
import { LIST_RESPONSE, notFound, type ScimAnswer, type ScimRequest, wrongMethod } from "./exchange.ts";
import { createGroup, deleteGroup, getGroup, patchGroup, replaceGroup } from "./groups.ts";
import { searchIn, searchInBody, shownIn } from "./list-request.ts";
import { ScimError } from "./scim-error.ts";
import { list, searchAll } from "./search.ts";
import { createUser, deleteUser, getUser, patchUser, replaceUser } from "./users.ts";

type Handle = (request: ScimRequest) => Promise<ScimAnswer> | ScimAnswer;

/** The handlers of an address, by method. */
type Methods = Readonly<Record<string, Handle>>;

/** Carries out a request. @throws ScimError, domain errors */
export async function carryOut(request: ScimRequest): Promise<ScimAnswer> {
  const methods = methodsAt(request.segments);
  if (!methods) throw notFound();
  // HEAD is answered as GET; the body is left out when the answer is sent.
  const method = request.method === "HEAD" ? "GET" : request.method;
  const handle = Object.hasOwn(methods, method) ? methods[method] : undefined;
  const allowed = allowedBy(methods);
  if (method === "OPTIONS") return { status: 204, headers: { Allow: allowed.join(", ") } };
  if (!handle) throw wrongMethod(request.method, allowed);
  // Refused before anything is changed, not when the answer is drawn.
  shownIn(request.query);
  return handle({ ...request, method });
}

const allowedBy = (methods: Methods) => [
  ...Object.keys(methods).flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])),
  "OPTIONS",
];

/** Every address below /scim/v2, in any case: the table of contents. */
function methodsAt([first, second, ...more]: readonly string[]): Methods | null {
  if (more.length > 0) return null;
  switch (first?.toLowerCase()) {
    case undefined:
      return { GET: (request) => searchAll(request, searchIn(request.query)) };
    case ".search":
      return second === undefined
        ? { POST: (request) => searchAll(request, searchInBody(request.body())) }
        : null;
    case "users":
      return ofType(userType, second, usersAt);
    case "groups":
      return ofType(groupType, second, groupsAt);
    case "bulk":
      return second === undefined ? { POST: (request) => bulk(request, carryOut) } : null;
    case "me":
      return second === undefined ? me : null;
    case "serviceproviderconfig":
      return second === undefined
        ? { GET: discovery(({ context }) => serviceProviderConfig(context.address)) }
        : null;
    case "resourcetypes":
      return { GET: discovery(({ context }) => listedOr(resourceTypeList(context.address), second)) };
    case "schemas":
      return { GET: discovery(({ context }) => listedOr(schemaList(context.address), second)) };
    default:
      return null;
  }
}

const usersAt = (id: string): Methods => ({
  GET: (request) => getUser(request, id),
  PUT: (request) => replaceUser(request, id),
  PATCH: (request) => patchUser(request, id),
  DELETE: (request) => deleteUser(request, id),
});

const groupsAt = (id: string): Methods => ({
  GET: (request) => getGroup(request, id),
  PUT: (request) => replaceGroup(request, id),
  PATCH: (request) => patchGroup(request, id),
  DELETE: (request) => deleteGroup(request, id),
});

function ofType(type: ResourceType, second: string | undefined, one: (id: string) => Methods): Methods {
  if (second?.toLowerCase() === ".search")
    return { POST: (request) => list(request, type, searchInBody(request.body())) };
  if (second !== undefined) return one(second);
  return {
    GET: (request) => list(request, type, searchIn(request.query)),
    POST: type === userType ? createUser : createGroup,
  };
}

/** Refuses /Me: a token belongs to a program, not to a user (RFC 7644, 3.11). */
const notMe: Handle = () => {
  throw new ScimError(501, null, "The token belongs to an API client, not to a user.");
};
const me: Methods = { GET: notMe, POST: notMe, PUT: notMe, PATCH: notMe, DELETE: notMe };

/** Answers with something that is always the same. Refuses filters on it (RFC 7644, 4). */
function discovery(answer: (request: ScimRequest) => object): Handle {
  return (request) => {
    if (request.query.has("filter")) throw new ScimError(403, null, "This can’t be filtered.");
    return { status: 200, body: answer(request) };
  };
}

function listedOr<Body extends { id: string }>(bodies: readonly Body[], id: string | undefined): object {
  if (id === undefined)
    return {
      schemas: [LIST_RESPONSE],
      totalResults: bodies.length,
      itemsPerPage: bodies.length,
      startIndex: 1,
      Resources: bodies,
    };
  const found = bodies.find((body) => body.id.toLowerCase() === id.toLowerCase());
  if (!found) throw notFound();
  return found;
}
