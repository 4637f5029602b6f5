import { STATUS_CODES } from "node:http";
import type * as z from "zod";
import {
  type Endpoint,
  fileTypesOf,
  isConditional,
  isVersionRead,
  mayLackBody,
  writtenTypeOf,
} from "./endpoint.ts";
import { PROBLEM_TYPE, problem } from "./problem.ts";
import { isKeyed } from "./read-request.ts";
import { type JsonSchema, SchemaCollection } from "./schema-collection.ts";

interface Header {
  description: string;
  schema: JsonSchema;
}

interface Parameter extends Header {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
}

interface Reference {
  $ref: string;
}

interface Reply {
  description: string;
  headers: Record<string, Reference>;
  content?: Record<string, { schema: JsonSchema }>;
}

/** What the document says about an endpoint. */
export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  security: Record<string, string[]>[];
  parameters: Parameter[];
  requestBody?: { required: boolean; content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, Reply | Reference>;
}

/** An OpenAPI document, as far as we use it. */
export interface ApiDocument {
  openapi: "3.1.0";
  info: Record<"title" | "version" | "summary" | "description", string> & { license: Record<string, string> };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  /** By path and method. */
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, JsonSchema>;
    responses: Record<string, Reply>;
    headers: Record<string, Header>;
    securitySchemes: Record<string, Record<string, string>>;
  };
}

const SCHEME = "token";

const headers = {
  "X-Request-Id":
    "The request’s own, if it has at most 128 printable characters; otherwise one of ours. The log has it too.",
  "RateLimit-Policy": "How many requests a minute the client may send.",
  RateLimit: "How many requests the client has left in this minute, and how many seconds remain.",
  ETag: "The version and a digest of what was returned, for If-Match and If-None-Match.",
  Location: "The address of what was created.",
  Link: 'The address of the next page, as `rel="next"`. Missing on the last one.',
  "Retry-After": "How many seconds to wait before trying again.",
  "WWW-Authenticate": "How to authenticate.",
} as const;
type HeaderName = keyof typeof headers;

/** How a request can be refused: always, or if the endpoint allows for it. */
const problems: Record<
  number,
  { description: string; more?: HeaderName[]; when?(endpoint: Endpoint): boolean }
> = {
  400: { description: "The request can’t be read. `errors` names the fields." },
  401: { description: "The token is missing or does not work.", more: ["WWW-Authenticate"] },
  403: { description: "The client lacks the permission." },
  404: {
    description: "There is nothing with this id.",
    when: ({ path }) => path.includes("{"),
  },
  406: { description: "The client does not take JSON." },
  409: {
    description: "As things are now, it can’t be done. `detail` says why.",
    when: ({ method }) => method !== "GET",
  },
  410: {
    description: "The list can’t be continued from this cursor. `detail` says why.",
    when: ({ query }) => "cursor" in query.shape,
  },
  412: {
    description:
      "Somebody else was first: the version in If-Match is not the last one. `detail` says what happened, and by whom.",
    when: isConditional,
  },
  413: {
    description: "The body is larger than 256 kB, or a file larger than 10 MB.",
    when: ({ body }) => body !== undefined,
  },
  415: {
    description: "This endpoint does not accept the body’s type.",
    when: ({ body }) => body !== undefined,
  },
  422: {
    description: "A rule does not allow what was sent, or the Idempotency-Key was used for another request.",
    when: ({ method }) => method !== "GET",
  },
  429: {
    description: "The client sent too many requests, or reached a daily limit.",
    more: ["Retry-After"],
  },
  500: { description: "It’s our fault. The log has the details, under the request’s id." },
  503: {
    description: "The service is too busy, or the database does not answer. Try again.",
    more: ["Retry-After"],
  },
};

/**
 * Creates the OpenAPI document of endpoints, from the same schemas that check their requests.
 *
 * @param tags the topics of endpoints, in order
 * @param address the base address of the endpoints
 */
export function openApiOf(
  endpoints: readonly Endpoint[],
  tags: Record<string, string>,
  address: string,
): ApiDocument {
  const schemas = new SchemaCollection();
  const paths: ApiDocument["paths"] = {};
  for (const endpoint of endpoints) {
    const methods = paths[endpoint.path] ?? {};
    methods[endpoint.method.toLowerCase()] = operationOf(endpoint, schemas);
    paths[endpoint.path] = methods;
  }
  const refusal = schemas.output(problem);
  return {
    openapi: "3.1.0",
    info: {
      title: "iam-bot",
      version: "1",
      summary: "Lets other systems see and change who gets in.",
      description:
        "Requests and answers are JSON, and moments are UTC (RFC 3339). A list comes in pages: `next` is the cursor of the next page. A `POST` or `PATCH` with an `Idempotency-Key` is carried out once in 24 hours, however often it is sent.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: address }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: schemas.named,
      responses: mapped(problems, ({ description, more = [] }) => ({
        description,
        headers: headersOf("X-Request-Id", ...more),
        content: { [PROBLEM_TYPE]: { schema: refusal } },
      })),
      headers: mapped(headers, (description) => ({ description, schema: { type: "string" } })),
      securitySchemes: {
        [SCHEME]: {
          type: "http",
          scheme: "bearer",
          description:
            "The token of an API client, in the header `Authorization: Bearer iam_…`. An admin creates one in Slack with `/iam clients`.",
        },
      },
    },
  };
}

function operationOf(endpoint: Endpoint, schemas: SchemaCollection): Operation {
  const { operationId, tag, summary, description, permission, params, query, body, responses } = endpoint;
  return {
    operationId,
    tags: [tag],
    summary,
    description: [description, `Needs the permission \`${permission}\`.`].filter(Boolean).join("\n\n"),
    security: [{ [SCHEME]: [permission] }],
    parameters: [
      ...parametersIn("path", params, schemas),
      ...parametersIn("query", query, schemas),
      ...headerParameters(endpoint),
    ],
    ...(body && {
      requestBody: {
        required: !mayLackBody(endpoint),
        content: contentOf(endpoint, () => schemas.input(body)),
      },
    }),
    responses: {
      ...mapped(responses, (schema, status) => ({
        description: STATUS_CODES[status] ?? "",
        headers: headersOf(...headersIn(endpoint, Number(status))),
        ...(schema && { content: answerOf(schema, schemas) }),
      })),
      ...(isVersionRead(endpoint) && {
        304: {
          description: "Matches one of the ETags in If-None-Match.",
          headers: headersOf(...headersIn(endpoint, 200)),
        },
      }),
      ...mapped(
        Object.fromEntries(Object.entries(problems).filter(([, { when }]) => when?.(endpoint) ?? true)),
        (_, status) => ({ $ref: `#/components/responses/${status}` }),
      ),
    },
  };
}

/** Describes a body: a file is text, anything else is JSON. */
function contentOf(endpoint: Endpoint, json: () => JsonSchema): Record<string, { schema: JsonSchema }> {
  const types = fileTypesOf(endpoint);
  if (!types) return { "application/json": { schema: json() } };
  return Object.fromEntries(types.map((type) => [type, { schema: { type: "string" } }]));
}

function answerOf(schema: z.ZodType, schemas: SchemaCollection): Record<string, { schema: JsonSchema }> {
  const type = writtenTypeOf(schema);
  return type
    ? { [type]: { schema: { type: "string" } } }
    : { "application/json": { schema: schemas.output(schema) } };
}

function parametersIn(place: "path" | "query", schema: z.ZodObject, schemas: SchemaCollection): Parameter[] {
  const { properties = {}, required = [] } = schemas.input(schema);
  return Object.entries(properties).flatMap(([name, property]) => {
    if (typeof property === "boolean") return [];
    const { description = "", ...rest } = property;
    return [{ name, in: place, required: required.includes(name), description, schema: rest }];
  });
}

const ETAG = '((W/)?"[!#-~]{1,200}"|[0-9]{1,15})';

function headerParameters(endpoint: Endpoint): Parameter[] {
  const header = (name: string, description: string, schema: JsonSchema): Parameter => ({
    name,
    in: "header",
    required: false,
    description,
    schema,
  });
  return [
    ...(isKeyed(endpoint.method)
      ? [
          header(
            "Idempotency-Key",
            "A key for this request alone. However often it is sent with this key in 24 hours, it is carried out once.",
            { type: "string", minLength: 1, maxLength: 255, pattern: "^[ -~]+$" },
          ),
        ]
      : []),
    ...(isConditional(endpoint)
      ? [
          header(
            "If-Match",
            endpoint.method === "GET"
              ? "The ETag of what was read, or several: nothing is shown unless one of them is still the last one."
              : "The ETag of what was read, or several: nothing is changed unless one of them is still the last one. Without it, whatever is there is changed.",
            { type: "string", pattern: `^(\\*|${ETAG}(, *${ETAG}){0,9})$` },
          ),
        ]
      : []),
    ...(isVersionRead(endpoint)
      ? [
          header(
            "If-None-Match",
            "The ETag of what was read, or several: where one of them is still the last one, the answer is 304.",
            { type: "string" },
          ),
        ]
      : []),
  ];
}

function headersIn({ method, query, versioned, located }: Endpoint, status: number): HeaderName[] {
  const isPage = method === "GET" && "cursor" in query.shape;
  return [
    ...(["X-Request-Id", "RateLimit-Policy", "RateLimit"] as const),
    ...(versioned?.includes(status) ? (["ETag"] as const) : []),
    ...(isPage ? (["Link"] as const) : []),
    ...(located?.includes(status) ? (["Location"] as const) : []),
  ];
}

function headersOf(...names: HeaderName[]): Record<string, Reference> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

function mapped<T, U>(values: Record<string, T>, change: (value: T, name: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
}
