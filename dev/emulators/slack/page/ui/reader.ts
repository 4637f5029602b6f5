import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** Who reads, and what they call everyone. */
export interface Reader {
  id: string;
  timeZone: string;
  names: Record<string, string>;
}

/** The person at the page. */
export const ReaderContext = createContext<Reader>({ id: "", timeZone: "UTC", names: {} });

/** Returns the person at the page. */
export const useReader = () => useContext(ReaderContext);
