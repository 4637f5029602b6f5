/** An address's search terms before they were folded: since then its domain is listed among them after an `@`. */
export const withoutDomainTerm = { words: { $not: /^@/ } };
