import { model, Schema } from "mongoose";
import { type DeliveryStep, deliveryStep } from "./invite.ts";

export interface TestMailDocument {
  /** The account that requested it: `team:user`. */
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

/** The email that shows an owner whether mail works, and its outcome. */
export const TestMail = model<TestMailDocument>("TestMail", schema);
