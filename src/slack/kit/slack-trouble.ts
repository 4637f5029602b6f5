import { RespondError } from "@slack/bolt";
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";

const passing = [
  "exchanged_trigger_id",
  "expired_trigger_id",
  "fatal_error",
  "internal_error",
  "ratelimited",
  "request_timeout",
  "service_unavailable",
];

/** Whether Slack, not we, kept something from being done; it may work in a moment. */
export function isSlackTrouble(error: unknown): boolean {
  return (
    error instanceof WebAPIRequestError ||
    error instanceof WebAPIHTTPError ||
    error instanceof WebAPIRateLimitedError ||
    error instanceof RespondError ||
    (error instanceof DOMException && error.name === "TimeoutError") ||
    (error instanceof TypeError && error.message === "fetch failed") ||
    (error instanceof WebAPIPlatformError && passing.includes(error.data.error))
  );
}
