import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** The reader, and everyone's names. */
export interface Reader {
  id: string;
  timeZone: string;
  names: Record<string, string>;
}

/** The person at the page. */
export const ReaderContext = createContext<Reader>({ id: "", timeZone: "UTC", names: {} });

/** Returns the person at the page. */
export const useReader = () => useContext(ReaderContext);
