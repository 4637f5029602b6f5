import client from "@sendgrid/client";
import service from "@sendgrid/mail";
import type { SendGrid } from "../../../dev/emulators/sendgrid/sendgrid.ts";

type MailData = Exclude<Parameters<typeof service.send>[0], unknown[]>;

const invite: MailData = {
  to: "eve@example.com",
  from: { email: "access@acme.example", name: "Acme" },
  replyTo: "help@acme.example",
  subject: "Mia Chen invites you to join Acme",
  text: "Follow https://iam.acme.example/invite/abc.def to accept.",
  html: "<p>Follow the link</p>",
  customArgs: { outbox_id: "42" },
  categories: ["invite"],
  trackingSettings: { clickTracking: { enable: false }, openTracking: { enable: false } },
};

/** Sends an invite as the app does, by SendGrid's own client. */
export async function sendInvite(to: SendGrid, change: Partial<MailData> = {}, apiKey = to.apiKey) {
  client.setApiKey(apiKey);
  client.setDefaultRequest("baseUrl", to.url);
  service.setClient(client);
  const [{ statusCode, headers }] = await service.send(Object.assign({}, invite, change));
  return { statusCode, headers };
}
