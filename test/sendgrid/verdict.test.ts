import { describe, expect, test } from "vitest";
import { bounceVerdict } from "../../src/sendgrid/verdict.ts";
import { reasonWords } from "../../src/slack/messages/delivery-reason.ts";

describe("a bounce without a classification says why in its reason", () => {
  const noDomain = { code: "domain_unknown", permanent: true };
  const noMailbox = { code: "mailbox_unknown", permanent: true };
  const passing = (code: string) => ({ code, permanent: false });

  test.each<[string, { code: string; permanent: boolean }]>([
    ["unable to get mx info: failed to get IPs from PTR record: lookup acme.invalid: no such host", noDomain],
    ["DNS Error: NXDOMAIN", noDomain],
    ["550 5.1.2 Bad destination system address", noDomain],
    ["556 5.1.10 Recipient address has null MX", noDomain],
    ["550 5.4.4 Unable to route", noDomain],
    ["512 Host unknown: domain not found", noDomain],
    ["550 5.4.1 Recipient address rejected: Access denied. AS(201806281)", noMailbox],
    ["550 5.5.0 Requested action not taken: mailbox unavailable", noMailbox],
    ["500 unknown recipient", noMailbox],
    ["550 User unknown", noMailbox],
    ["550-5.1.1 The email account that you tried to reach does not exist", noMailbox],
    ["550 No such user here", noMailbox],
    ["550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", noMailbox],
    ["554 delivery error: dd This user doesn't have a yahoo.com account (eve@yahoo.com) [0]", noMailbox],
    ["550 Unrouteable address", noMailbox],
    ["550 Mailbox is disabled", passing("mailbox_unavailable")],
    ["550 relay not permitted", passing("recipient_policy")],
    ["550 This message was taken for spam", passing("spam_filter")],
    ["552 5.2.2 The recipient's mailbox is full", passing("mailbox_unavailable")],
    ["552 Mailbox full", passing("mailbox_unavailable")],
    ["452 user is over quota", passing("mailbox_unavailable")],
    ["550 5.2.1 The account is disabled", passing("mailbox_unavailable")],
    ["expired", passing("recipient_server_down")],
    ["unable to get mx info: lookup acme.example: i/o timeout", passing("recipient_server_down")],
    ["550 5.7.1 Sender address rejected: domain not found", passing("recipient_policy")],
    ["450 HELO command rejected: Host not found", passing("recipient_policy")],
    ["554 refused, see http://5.1.1.20/", passing("recipient_refused")],
    ["550 Not today", passing("recipient_refused")],
    ["", passing("recipient_refused")],
  ])("%s", (reason, { code, permanent }) => {
    const told = bounceVerdict({ reason, blocked: false });
    expect({ code: told.reason.code, permanent: told.permanent }).toEqual({ code, permanent });
  });

  test("a domain that SendGrid does not find is none, whatever it calls the failure", () => {
    const reason = "unable to get mx info: failed to get ips: lookup acme.invalid: no such host";
    const told = bounceVerdict({ reason, classification: "Technical Failure", blocked: true });
    expect([told.reason.code, told.permanent]).toEqual(["domain_unknown", true]);
  });

  test("a status in the text is kept; a generic status beside it says nothing", () => {
    const reason = "550 5.4.1 Recipient address rejected";
    for (const status of ["", "5.0.0"])
      expect(bounceVerdict({ reason, status, blocked: false }).reason).toEqual({
        code: "mailbox_unknown",
        fact: "5.4.1",
      });
  });

  test("a domain that does not exist stays so where SendGrid calls it blocked", () => {
    const told = bounceVerdict({ reason: "lookup acme.invalid: no such host", blocked: true });
    expect(told.permanent).toBe(true);
    expect(reasonWords(told.reason.code)).toBe("the domain does not exist or does not accept email");
  });
});
