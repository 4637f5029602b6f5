import type { RequestListener } from "node:http";
import express from "express";
import type { Logger } from "pino";
import type { ApiMount, ApiRefusal } from "../http/mounts.ts";
import { MAX_BYTES } from "../services/imports/read-import.ts";
import { requestQuota } from "../services/request-quota.ts";
import type { ApiContext } from "./context.ts";
import type { Endpoint } from "./endpoint.ts";
import { pathNotFound } from "./find-endpoint.ts";
import { openApiOf } from "./openapi.ts";
import { asProblem, PROBLEM_TYPE, RequestRefused } from "./problem.ts";
import { referenceRoutes } from "./reference/routes.ts";
import { apiRouter } from "./router.ts";
import { BULK_LIMITS } from "./scim/discovery.ts";
import { scimRefusal, scimRouter } from "./scim/router.ts";
import { sendRefusal } from "./send-answer.ts";
import { everyEndpoint, tags } from "./v1/register.ts";

/** The settings that the APIs need. */
export interface ApiSettings {
  /** Where clients reach the app; may contain a path. */
  publicUrl: string;
  /** How many proxies to trust for the client's address. */
  trustProxy: number;
  organisationName: string;
  /** Whether browsers are told to insist on https. */
  production: boolean;
  /** API_REQUESTS_PER_MINUTE. */
  requestsPerMinute: number;
  context: ApiContext;
}

/** The APIs, each with how it draws refusals of requests that don't get to it. */
export const apiMounts: readonly ApiMount[] = [
  { path: "/api/v1/imports", maxBytes: MAX_BYTES, draw: drawProblem },
  { path: "/api", draw: drawProblem },
  { path: "/scim/v2", maxBytes: BULK_LIMITS.bytes, draw: scimRefusal },
];

function drawProblem(refusal: ApiRefusal) {
  return { type: PROBLEM_TYPE, body: JSON.stringify(asProblem(refusal)) };
}

/** Routes the requests of API clients: the table of contents. Runs behind `receive`, which reads the bodies. */
export function apiRoutes(
  settings: ApiSettings,
  log: Logger,
  endpoints: readonly Endpoint[] = everyEndpoint,
): RequestListener {
  const { publicUrl, requestsPerMinute: perMinute, context } = settings;
  const address = `${publicUrl}/api/v1`;
  const paths = express.Router();
  paths.use(referenceRoutes({ ...settings, document: () => openApiOf(endpoints, tags, address) }));
  paths.use(
    "/api/v1",
    apiRouter(endpoints, { address, perMinute, count: requestQuota(perMinute), context }, log),
  );
  const scim = { address: `${publicUrl}/scim/v2`, policy: context.policy };
  paths.use("/scim/v2", scimRouter(scim, log));
  return (
    express()
      .disable("x-powered-by")
      .disable("etag")
      .set("trust proxy", settings.trustProxy)
      // A proxy may keep PUBLIC_URL's path, or strip it.
      .use(new URL(publicUrl).pathname, paths)
      .use(paths)
      .use(() => {
        throw new RequestRefused(pathNotFound);
      })
      .use(sendRefusal(log))
  );
}
