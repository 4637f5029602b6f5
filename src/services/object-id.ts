import { Types } from "mongoose";
import * as z from "zod";

const OBJECT_ID = /^[0-9a-f]{24}$/;

/** The id of a document, as text. */
export const objectId = z.string().regex(OBJECT_ID, "is no id, which has 24 digits from 0 to f");

/** Creates the id of a document that may be written later, as text. */
export const newId = (): string => String(new Types.ObjectId());

/** Whether text is an id as we write it: in capitals it would be a different one. */
export const isObjectId = (text: string): boolean => OBJECT_ID.test(text);
