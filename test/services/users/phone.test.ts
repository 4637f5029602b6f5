import { expect, test } from "vitest";
import { formatPhone, readPhone } from "../../../src/services/users/phone.ts";

test.each([
  ["+44 20 7946 0958", "+442079460958"],
  ["tel:+44-20-7946-0958", "+442079460958"],
  ["TEL:+442079460958", "+442079460958"],
  ["tel://+442079460958", "+442079460958"],
  ["tel:%2B442079460958", "+442079460958"],
  ["Tel. +44 20 7946 0958", "+442079460958"],
  ["Mobile: 0044 20 7946 0958", "+442079460958"],
  ["0044 (20) 7946-0958", "+442079460958"],
  ["+0044 20 7946 0958", "+442079460958"],
  ["(+44) 20 7946 0958", "+442079460958"],
  ["(0044) 20 7946 0958", "+442079460958"],
  ["++44 20 7946 0958", "+442079460958"],
  ["+ 44 20 7946 0958", "+442079460958"],
  ["+44 (0)20 7946 0958", "+442079460958"],
  ["+44(0) 20 7946 0958", "+442079460958"],
  ["+39 (0) 06 6981 2345", "+390669812345"],
  ["+39 (0)6 6981 2345", "+390669812345"],
  ["+31 (0) 20 794 6095", "+31207946095"],
  ["+52 1 55 1234 5678", "+525512345678"],
  ["+5215512345678", "+525512345678"],
  ["tel:+52-1-55-1234-5678", "+525512345678"],
  ["+52 044 55 1234 5678", "+525512345678"],
  ["+52 55 1234 5678", "+525512345678"],
  ["+55 11 8765-4321", "+5511987654321"],
  ["+55 (0) 11 98765-4321", "+5511987654321"],
  ["+55 11 2345-6789", "+551123456789"],
  ["+54 11 15 2345 6789", "+5491123456789"],
  ["+229 97 97 97 97", "+2290197979797"],
  ["+1 (212) 555-0123", "+12125550123"],
  ["+7 8 495 123 45 67", "+74951234567"],
  ["\uff0b44\uff12\uff1079460958", "+442079460958"],
  ["+٤٤ ٢٠ ٧٩٤٦ ٠٩٥٨", "+442079460958"],
  ["+۴۴ ۲۰ ۷۹۴۶ ۰۹۵۸", "+442079460958"],
  ["+४४ २० ७९४६ ०९५८", "+442079460958"],
  ["+๔๔ ๒๐ ๗๙๔๖ ๐๙๕๘", "+442079460958"],
  ["+44\u00a020\u20117946\u22120958", "+442079460958"],
  ["\u202a+44 20 7946 0958\u202c", "+442079460958"],
  ["\u2066\u200e+44\u200b20\u20607946\ufeff0958\u2069", "+442079460958"],
  ["\t+44.20.7946.0958\n", "+442079460958"],
  ["\u200e", ""],
  ["", ""],
])("%j is kept as %j", async (typed, number) => {
  expect(await readPhone(typed)).toEqual({ number });
});

test.each([
  ["020 7946 0958", "Begin the phone number with + and its country code."],
  ["011 44 20 7946 0958", "Begin the phone number with + and its country code."],
  ["tel:7946-0958", "Begin the phone number with + and its country code."],
  ["call me", "Begin the phone number with + and its country code."],
  ["+44 20", "This is not a complete phone number. Check it, or leave it out."],
  ["+52 1 55 1234 567", "This is not a complete phone number. Check it, or leave it out."],
  ["+44 20 7946 0958 / 0959", "This is not a complete phone number. Check it, or leave it out."],
  ["+", "This is not a complete phone number. Check it, or leave it out."],
  ["+44 20 7946 0958 ext. 3", "Leave out the extension of the phone number."],
  ["+44 20 7946 0958x3", "Leave out the extension of the phone number."],
  ["tel:+44-20-7946-0958;ext=3", "Leave out the extension of the phone number."],
  ["+52 1 55 1234 5678 x3", "Leave out the extension of the phone number."],
  ["+44 20 7946 0958 or call the office", "Use at most 32 characters. This has 35."],
])("%j is refused: %s", async (typed, error) => {
  expect(await readPhone(typed)).toEqual({ error });
});

test.each([
  ["+442079460958", "+44 20 7946 0958"],
  ["+525512345678", "+52 55 1234 5678"],
  ["+5215512345678", "+52 15512345678"],
  ["+12125550123", "+1 212 555 0123"],
  ["+4", "+4"],
  ["", ""],
])("people read %j as %j", async (number, text) => {
  expect(await formatPhone(number)).toBe(text);
});
