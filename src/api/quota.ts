import { QUOTA_WINDOW_S, type QuotaState } from "../services/request-quota.ts";
import { RequestRefused } from "./problem.ts";

const POLICY = "requests";

const seconds = ({ resetMs }: QuotaState) => Math.ceil(resetMs / 1000);

/** Tells a client its requests per minute, and how many are left (draft-ietf-httpapi-ratelimit-headers-11). */
export function quotaHeaders(perMinute: number, quota: QuotaState): Record<string, string> {
  return {
    "RateLimit-Policy": `"${POLICY}";q=${perMinute};w=${QUOTA_WINDOW_S}`,
    RateLimit: `"${POLICY}";r=${quota.remaining};t=${seconds(quota)}`,
  };
}

/** Refuses a request beyond the limit. */
export function tooManyRequests(perMinute: number, quota: QuotaState): RequestRefused {
  return new RequestRefused(
    {
      status: 429,
      code: "too_many_requests",
      detail: `This client may send ${perMinute} requests a minute. Try again in ${seconds(quota)} seconds.`,
      headers: { "Retry-After": String(seconds(quota)) },
    },
    {
      type: "https://iana.org/assignments/http-problem-types#quota-exceeded",
      "violated-policies": [POLICY],
    },
  );
}
