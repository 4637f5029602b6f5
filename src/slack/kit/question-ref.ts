import * as z from "zod";
import { objectId } from "../../services/object-id.ts";
import { textCodec } from "./state-codec.ts";

const schema = z.object({
  requestId: objectId,
  /** Which of its questions, counted from 0; null for none, or for the last one that waits for a reply. */
  question: z.int().nullable(),
});

/** The value of a button that opens a form about a request, or about one of its questions. */
export const questionRef = textCodec(
  z.codec(z.string(), schema, {
    decode: (text) => {
      const [requestId = "", question] = text.split(":");
      return { requestId, question: question === undefined ? null : Number(question) };
    },
    encode: ({ requestId, question }) => (question === null ? requestId : `${requestId}:${question}`),
  }),
);
