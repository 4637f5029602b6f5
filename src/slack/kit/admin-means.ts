/** Says what being in Admin means, to whoever is about to put somebody there. */
export const adminMeans =
  "Admins have power over people: they invite and suspend anyone, see everyone and make other admins.";
