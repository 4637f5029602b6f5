/** Search terms of an address before they were folded: since then its domain stands among them behind an `@`. */
export const withoutDomainTerm = { words: { $not: /^@/ } };
