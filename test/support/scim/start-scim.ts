import { expect } from "vitest";
import * as z from "zod";
import type { Permission } from "../../../src/services/permissions.ts";
import { type Api, startApi } from "../api.ts";

/** JSON; each test says what it expects of it. */
export type Json = { readonly [name: string]: unknown };

/** The answer to an identity provider: a resource, a list or an error. */
export interface Answer {
  status: number;
  headers: Headers;
  body: Json;
}

/** An identity provider with a token. */
interface Provider {
  clientId: string;
  token: string;
  asks(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Creates a user with this name at acme.io. Returns their id. */
  creates(userName: string, more?: object): Promise<string>;
  /** Changes a resource by PATCH operations. */
  patches(path: string, ...operations: object[]): Promise<Answer>;
}

export interface Scim extends Api {
  provider(...permissions: Permission[]): Promise<Provider>;
}

const resource = z.object({ id: z.string() });
const json = z.record(z.string(), z.unknown());

/** Starts the APIs for one test file, for identity providers. */
export async function startScim(): Promise<Scim> {
  const api = await startApi();
  return {
    ...api,
    async provider(...permissions) {
      const { clientId, token } = await api.client("scim", ...permissions);
      const asks: Provider["asks"] = async (method, path, body, headers) => {
        const response = await fetch(`${api.url}/scim/v2${path}`, {
          method,
          headers: {
            Authorization: `Bearer ${token}`,
            ...(body !== undefined && { "Content-Type": "application/scim+json" }),
            ...headers,
          },
          ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
        });
        const text = await response.text();
        if (text !== "") expect(response.headers.get("content-type")).toBe("application/scim+json");
        return {
          status: response.status,
          headers: response.headers,
          body: text === "" ? {} : json.parse(JSON.parse(text)),
        };
      };
      return {
        clientId,
        token,
        asks,
        async creates(userName, more = {}) {
          const emails = [{ value: `${userName}@acme.io`, type: "work", primary: true }];
          const { status, body } = await asks("POST", "/Users", { userName, emails, ...more });
          expect(status, JSON.stringify(body)).toBe(201);
          return resource.parse(body).id;
        },
        patches: (path, ...Operations) => asks("PATCH", path, { schemas: [patchOp], Operations }),
      };
    },
  };
}

const patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
