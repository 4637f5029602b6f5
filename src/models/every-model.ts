import { AccessRequest } from "./access-request.ts";
import { AuditArrivals } from "./audit-arrivals.ts";
import { AuditEvent } from "./audit-event.ts";
import { AuditHead } from "./audit-head.ts";
import { Batch } from "./batch.ts";
import { Client } from "./client.ts";
import { Confirmation } from "./confirmation.ts";
import { CountedEvent } from "./counted-event.ts";
import { Counter } from "./counter.ts";
import { Draft } from "./draft.ts";
import { Export } from "./export.ts";
import { Group } from "./group.ts";
import { HomeTab } from "./home-tab.ts";
import { IdempotencyRecord } from "./idempotency-record.ts";
import { Invite } from "./invite.ts";
import { Job } from "./job.ts";
import { LastUse } from "./last-use.ts";
import { Migration } from "./migration.ts";
import { Pulse } from "./pulse.ts";
import { RequestWindow } from "./request-window.ts";
import { Review } from "./review.ts";
import { ReviewItem } from "./review-item.ts";
import { Run } from "./run.ts";
import { RunLine } from "./run-line.ts";
import { TestMail } from "./test-mail.ts";
import { User } from "./user.ts";
import { WebhookEndpoint } from "./webhook-endpoint.ts";

/** Every model: the app creates collections and indexes for all of them. */
export const everyModel = [
  AccessRequest,
  AuditArrivals,
  AuditEvent,
  AuditHead,
  Batch,
  Client,
  Confirmation,
  CountedEvent,
  Counter,
  Draft,
  Export,
  Group,
  HomeTab,
  IdempotencyRecord,
  Invite,
  Job,
  LastUse,
  Migration,
  Pulse,
  RequestWindow,
  Run,
  RunLine,
  Review,
  ReviewItem,
  TestMail,
  User,
  WebhookEndpoint,
];

export type AnyModel = (typeof everyModel)[number];
