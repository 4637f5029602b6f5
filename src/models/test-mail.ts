import { model, Schema } from "mongoose";
import { type DeliveryStep, deliveryStep } from "./invite.ts";

export interface TestMailDocument {
  /** The account that asked for it: `team:user`. */
  _id: string;
  to: string;
  /** +1 each time it is sent. */
  generation: number;
  delivery: DeliveryStep;
  deliveryHistory: DeliveryStep[];
}

const schema = new Schema<TestMailDocument>(
  {
    _id: { type: String, required: true },
    to: { type: String, required: true },
    generation: { type: Number, required: true },
    delivery: { type: deliveryStep, required: true },
    deliveryHistory: { type: [deliveryStep], required: true },
  },
  { strictQuery: "throw", autoIndex: false },
);

/** The email by which an owner finds out whether mail works, and what became of it. */
export const TestMail = model<TestMailDocument>("TestMail", schema);
