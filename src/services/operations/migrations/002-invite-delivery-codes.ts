import { deliveryCodes } from "./delivery-codes.ts";

export const inviteDeliveryCodes = deliveryCodes({
  id: "002-invite-delivery-codes",
  title: "Writes why mails of invites did not arrive as codes",
  collection: "invites",
});
