/** A group that an admin creates. Access is a list of names, or all. */
export interface SeededGroup {
  name: string;
  description: string;
  services: string[] | "all";
  projects: string[] | "all";
  regions: string[] | "all";
}

export const seededGroups: SeededGroup[] = [
  {
    name: "Billing",
    description: "Sees and settles invoices.",
    services: ["Tickets", "Invoices", "Cost Explorer"],
    projects: "all",
    regions: "all",
  },
  {
    name: "Data Platform",
    description: "Runs the warehouse and its pipelines.",
    services: ["Tickets", "Object Storage", "SQL", "Pipelines"],
    projects: ["warehouse", "ingest", "reports"],
    regions: ["eu-central", "eu-west"],
  },
  {
    name: "Support",
    description: "Answers customers; reads, changes nothing.",
    services: ["Tickets", "Logs"],
    projects: "all",
    regions: ["eu-central", "us-east", "ap-south"],
  },
  {
    name: "Security",
    description: "Looks into incidents.",
    services: ["Tickets", "Logs", "Audit", "Firewall"],
    projects: "all",
    regions: "all",
  },
  {
    name: "Contractors",
    description: "Works on one project, for a while.",
    services: ["Tickets", "Compute"],
    projects: ["website"],
    regions: ["eu-central"],
  },
  {
    name: "Interns",
    description: "Summer programme.",
    services: ["Tickets"],
    projects: ["sandbox"],
    regions: ["eu-central"],
  },
];

/** Someone who accepts: name, address, job title, time zone, groups besides Users, phone. */
export type Newcomer = [
  name: string,
  email: string,
  title: string,
  timeZone: string,
  groups: string[],
  phone?: string,
];

export const firstNewcomers: Newcomer[] = [
  ["Priya Raman", "priya@acme.io", "Support Engineer", "Asia/Kolkata", ["Support"], "+91 44 2815 0199"],
  ["Tomás Ortega", "tomas@acme.io", "Data Engineer", "Europe/Madrid", ["Data Platform"], "+34 910 555 014"],
  ["Aisha Bello", "aisha@acme.io", "Security Analyst", "Africa/Lagos", ["Security"]],
  [
    "Nils Lindqvist",
    "nils@acme.io",
    "Site Reliability Engineer",
    "Europe/Stockholm",
    ["Support", "Security"],
  ],
  ["Grace Kim", "grace@acme.io", "Controller", "Asia/Seoul", ["Billing"], "+82 2 555 0137"],
  ["Owen Clarke", "owen@acme.io", "Account Manager", "Europe/London", ["Billing"]],
  ["Zofia Nowak", "zofia@acme.io", "Analytics Engineer", "Europe/Warsaw", ["Data Platform"]],
  ["Malik Haddad", "malik@acme.io", "Support Lead", "Africa/Casablanca", ["Support"]],
  ["Chloé Martin", "chloe@acme.io", "Product Manager", "Europe/Paris", []],
  ["Hiroshi Tanaka", "hiroshi@acme.io", "Database Administrator", "Asia/Tokyo", ["Data Platform"]],
];

export const laterNewcomers: Newcomer[] = [
  ["Ana Souza", "ana@studio.example", "Web Designer", "America/Sao_Paulo", ["Contractors"]],
  ["Ben Adeyemi", "ben@studio.example", "Front-end Developer", "Europe/London", ["Contractors"]],
  ["Carmen Díaz", "carmen@acme.io", "Recruiter", "Europe/Madrid", []],
  ["Dmitri Volkov", "dmitri@acme.io", "Network Engineer", "Europe/Tallinn", ["Security"]],
  ["Elif Kaya", "elif@acme.io", "Support Engineer", "Europe/Istanbul", ["Support"]],
  ["Farah Siddiqui", "farah@acme.io", "Technical Writer", "Asia/Karachi", []],
  ["Gabriel Rossi", "gabriel@acme.io", "Software Engineer", "Europe/Rome", []],
  ["Hannah O’Brien", "hannah@acme.io", "Engineering Manager", "Europe/Dublin", ["Data Platform", "Support"]],
  ["Ivan Petrov", "ivan@studio.example", "Copywriter", "Europe/Sofia", ["Contractors"]],
  ["Julia Hoffmann", "julia@acme.io", "Legal Counsel", "Europe/Berlin", []],
  ["Kenji Mori", "kenji@acme.io", "Software Engineer", "Asia/Tokyo", []],
  ["Lucía Fernández", "lucia@acme.io", "Finance Analyst", "America/Bogota", ["Billing"]],
];
