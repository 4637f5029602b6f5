import * as z from "zod";
import type { ClientActor } from "../services/actor.ts";
import type { Permission } from "../services/permissions.ts";
import type { ApiContext } from "./context.ts";
import { inWords } from "./field-faults.ts";
import { faultsIn, unreadable } from "./problem.ts";

/** What an endpoint may answer, by status; null for no body. */
type Responses = Record<number, z.ZodType | null>;

/** An answer that the endpoint declares. */
type AnswerOf<R extends Responses> = {
  [S in keyof R]: {
    status: S;
    body: R[S] extends z.ZodType ? z.input<R[S]> : null;
    /** Becomes the ETag that a change names in If-Match; the endpoint declares the status as `versioned`. */
    version?: string | number | undefined;
    /** The path of what was created, below /api/v1; the endpoint declares the status as `located`. */
    location?: string | undefined;
    /** The cursor of the next page, for the Link header. */
    next?: string | null | undefined;
  };
}[keyof R];

/** A checked request. */
interface Asked<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  actor: ClientActor;
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  /** The version in If-Match: change nothing unless it is still current. Undefined: change any version. */
  ifMatch: string | undefined;
  context: ApiContext;
}

/** An endpoint's description of itself, besides its schemas. */
interface Description {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below /api/v1, such as /users/{id}. */
  path: `/${string}`;
  operationId: string;
  tag: string;
  /** What it does, in a few words. */
  summary: string;
  /** More about it, in sentences. */
  description?: string;
  /** What the service requires. It is also required before the request is read. */
  permission: Permission;
  /** Takes If-Match, and answers 412 when somebody else was first. */
  conditional?: true;
  /** The statuses whose answers have an ETag. */
  versioned?: readonly number[];
  /** The statuses whose answers name the address of what was created. */
  located?: readonly number[];
  /** Its answer shows a token, secret or link, once: it is never stored for a repeated request. */
  showsSecret?: true;
}

interface Declaration<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, R extends Responses>
  extends Description {
  params?: P;
  query?: Q;
  body?: B;
  responses: R;
  handle(asked: Asked<P, Q, B>): Promise<AnswerOf<NoInfer<R>>>;
}

/** An answer of any endpoint. */
export type Answer = AnswerOf<Responses>;

/** What a request contains, before it is checked. */
interface Sent {
  params: Record<string, string>;
  query: Record<string, string | string[]>;
  body: unknown;
}

/** An endpoint as the router and the reference know it. */
export interface Endpoint extends Description {
  params: z.ZodObject;
  query: z.ZodObject;
  /** Undefined if it takes none. */
  body: z.ZodType | undefined;
  responses: Responses;
  /** Checks a request. @throws RequestRefused naming each field that can't be read */
  read(sent: Sent): Checked;
}

/** A request that could be read. */
interface Checked {
  body: unknown;
  run(by: Pick<Asked<z.ZodType, z.ZodType, z.ZodType>, "actor" | "ifMatch" | "context">): Promise<Answer>;
}

/** A file sent as the body: its content type and its bytes. */
export interface SentFile {
  type: string;
  bytes: Buffer;
}

const fileTypes = z.registry<{ types: readonly string[] }>();

/** Creates the schema of a body that is a file of one of these content types. */
export function sentFile(types: readonly string[]) {
  return z.custom<SentFile>().register(fileTypes, { types });
}

/** Returns the content types of the file that an endpoint takes; null if it takes JSON. */
export function fileTypesOf({ body }: Pick<Endpoint, "body">): readonly string[] | null {
  return (body && fileTypes.get(body)?.types) ?? null;
}

const writtenTypes = z.registry<{ type: string }>();

const pieces = z.custom<AsyncIterable<string>>(
  (body) => typeof body === "object" && body !== null && Symbol.asyncIterator in body,
);

/** Creates the schema of an answer that is a file of a content type, written while it is sent. */
export function writtenFile(type: string) {
  return pieces.clone().register(writtenTypes, { type });
}

/** Returns the file of an answer, chunk by chunk. */
export function fileIn({ body }: Answer): AsyncIterable<string> {
  return pieces.parse(body);
}

/** Returns the content type of an answer that is a file; null if it is JSON. */
export function writtenTypeOf(schema: z.ZodType | null | undefined): string | null {
  return (schema && writtenTypes.get(schema)?.type) ?? null;
}

/**
 * Tells whether a request may name versions in If-Match: changes that declare it, and reads of something with a
 * version.
 */
export function isConditional(endpoint: Endpoint): boolean {
  return endpoint.conditional === true || isVersionRead(endpoint);
}

/** Tells whether it reads something with a version. */
export function isVersionRead({ method, versioned }: Endpoint): boolean {
  return method === "GET" && versioned !== undefined;
}

/** Tells whether a request may lack a body, as everything in it has a default. An edit has to say what it changes. */
export function mayLackBody({ method, body }: Pick<Endpoint, "method" | "body">): boolean {
  if (fileTypesOf({ body })) return false;
  return method !== "PATCH" && body !== undefined && body.safeParse({}).success;
}

const nothing = z.strictObject({});

/**
 * Declares an endpoint. Its schemas check each request, and the reference is generated from them: objects are strict,
 * and what is named with `.register(documented, { id })` is described once. `v1/register.ts` lists all endpoints.
 */
export function endpoint<
  P extends z.ZodObject = typeof nothing,
  Q extends z.ZodObject = typeof nothing,
  B extends z.ZodType = z.ZodUndefined,
  R extends Responses = Responses,
>(declaration: Declaration<P, Q, B, R>): Endpoint;
export function endpoint({
  handle,
  params = nothing,
  query = nothing,
  body,
  ...declared
}: Declaration<z.ZodObject, z.ZodObject, z.ZodType, Responses>): Endpoint {
  return {
    ...declared,
    params,
    query,
    body,
    read(sent) {
      const read = {
        path: params.safeParse(sent.params, { error: inWords }),
        query: query.safeParse(sent.query, { error: inWords }),
        body: (body ?? z.unknown()).safeParse(sent.body, { error: inWords }),
      };
      if (read.path.success && read.query.success && read.body.success) {
        const asked = { params: read.path.data, query: read.query.data, body: read.body.data };
        return { body: asked.body, run: (by) => handle({ ...asked, ...by }) };
      }
      throw unreadable([
        ...faultsIn("path", read.path.error),
        ...faultsIn("query", read.query.error),
        ...faultsIn("body", read.body.error),
      ]);
    },
  };
}
