// The settings of each part of the app.
import type { Config } from "./config.ts";
import { inviteLinks, invitePolicy } from "./policies.ts";

/** Settings shared by the screens and the APIs. */
export function sharedSettings(config: Config) {
  return {
    policy: invitePolicy(config),
    importLimit: config.IMPORT_LIMIT,
    timeZone: config.TIME_ZONE,
    linkOf: inviteLinks(config),
  };
}

/** Settings for telling SendGrid's delivery reports from forged ones. */
export function reportSettings(config: Config) {
  return { publicKey: config.SENDGRID_WEBHOOK_PUBLIC_KEY };
}

/** Settings of the pages. */
export function webSettings(config: Config) {
  return {
    organisationName: config.ORGANISATION_NAME,
    linkKeys: config.LINK_KEYS,
    publicUrl: config.PUBLIC_URL,
    afterAcceptUrl: config.AFTER_ACCEPT_URL,
    afterAcceptText: config.AFTER_ACCEPT_TEXT,
    language: config.DEFAULT_LANGUAGE,
    production: config.NODE_ENV === "production",
    metricsToken: config.METRICS_TOKEN,
  };
}

/** Settings of the API and SCIM. */
export function apiSettings(config: Config) {
  return {
    publicUrl: config.PUBLIC_URL,
    trustProxy: config.TRUST_PROXY,
    organisationName: config.ORGANISATION_NAME,
    production: config.NODE_ENV === "production",
    requestsPerMinute: config.API_REQUESTS_PER_MINUTE,
  };
}

/** Settings of the API for decisions. */
export function accessSettings(config: Config) {
  return { publicUrl: config.PUBLIC_URL, trustProxy: config.TRUST_PROXY, timeZone: config.TIME_ZONE };
}

/** Settings for sending emails. */
export function mailSettings(config: Config) {
  return {
    apiKey: config.SENDGRID_API_KEY,
    apiUrl: config.SENDGRID_API_URL,
    from: config.MAIL_FROM,
    replyTo: config.MAIL_REPLY_TO,
  };
}

/** Settings for jobs. */
export function jobSettings(config: Config) {
  return {
    organisation: config.ORGANISATION_NAME,
    publicUrl: config.PUBLIC_URL,
    linkKeys: config.LINK_KEYS,
    invites: invitePolicy(config),
    owners: config.IAM_OWNERS,
    deliveryReported: config.SENDGRID_WEBHOOK_PUBLIC_KEY !== undefined,
    reminders: config.REMINDERS,
    expiryNotices: config.EXPIRY_NOTICES,
  };
}

/** Settings for delivering webhooks. */
export function dispatchSettings(config: Config) {
  return { secretKeys: config.SECRET_KEYS, leaseMs: config.OUTBOX_LEASE_SECONDS * 1_000 };
}

/** How long data is kept. */
export function retentionSettings(config: Config) {
  return {
    auditDays: config.AUDIT_RETENTION_DAYS,
    inviteDays: config.INVITE_RETENTION_DAYS,
    auditKey: config.AUDIT_KEY,
  };
}
