import { expect, test } from "vitest";
import { endpointFields } from "../../../src/services/webhooks/endpoint-fields.ts";

const nameOf = (description: string) =>
  endpointFields({ url: "https://example.com/hooks", description, events: ["*"] }, { urlFault: () => null })
    .description;

test("a name is one visible line that can't change the text direction; without one, a webhook goes by its host", () => {
  expect(nameOf(" Portal \u202elatroP ")).toBe("Portal latroP");
  expect(nameOf("בדיקה")).toBe("בדיקה");
  for (const unseen of ["", " ", "\u200b\u2060", "\u202e"]) expect(nameOf(unseen)).toBe("");
  expect(() => nameOf("Portal\nOn")).toThrow("Use one line.");
});
