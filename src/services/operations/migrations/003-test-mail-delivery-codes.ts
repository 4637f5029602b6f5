import { deliveryCodes } from "./delivery-codes.ts";

export const testMailDeliveryCodes = deliveryCodes({
  id: "003-test-mail-delivery-codes",
  title: "Writes why test emails did not arrive as codes",
  collection: "testmails",
});
