import type { ComponentChildren } from "preact";
import { renderToStaticMarkup } from "preact-render-to-string";
import { type City, citiesByRegion, cityOf, timeZoneOf, utc } from "../../services/users/time-zones.ts";
import { emptyForm, type FieldErrors, type FieldName, type TypedForm } from "../registration.ts";
import { Notice, untranslated } from "./phrases.tsx";

export interface RegistrationFormProps {
  /** The path it posts to. */
  path: string;
  /** Sending the same nonce again shows the same outcome. */
  nonce: string;
  typed: TypedForm;
  errors: FieldErrors;
  /** Nobody has sent it yet, so the time zone may be guessed. */
  fresh: boolean;
  /** Why it is shown again although no field has an error. */
  notice?: string | undefined;
}

/** The form that accepts the invite. */
export function RegistrationForm({ path, nonce, fresh, notice, ...filled }: RegistrationFormProps) {
  const isBlank = fresh && filled.typed === emptyForm;
  const fields = isBlank ? freshFields : renderToStaticMarkup(<Fields {...filled} fresh={fresh} />);
  return (
    <>
      <FormNotice errors={filled.errors} notice={notice} />
      <form
        method="post"
        action={path}
        noValidate
        dangerouslySetInnerHTML={{ __html: renderToStaticMarkup(<NonceField nonce={nonce} />) + fields }}
      />
    </>
  );
}

function Fields({ typed, errors, fresh }: Pick<RegistrationFormProps, "typed" | "errors" | "fresh">) {
  return (
    <>
      <TextField name="name" label="Full name" autocomplete="name" required typed={typed} errors={errors} />
      <TextField
        name="title"
        label="Job title"
        autocomplete="organization-title"
        typed={typed}
        errors={errors}
      />
      <TextField
        name="phone"
        label="Phone"
        hint={"With country code: +44\u00a020\u00a07946\u00a00958"}
        inputMode="tel"
        autocomplete="tel"
        typed={typed}
        errors={errors}
      />
      <Field name="timeZone" label="Time zone" hint="Dates and times are shown in this zone." errors={errors}>
        <select
          {...control("timeZone", errors, true)}
          data-guess={fresh ? "" : undefined}
          {...untranslated}
          dangerouslySetInnerHTML={{ __html: timeZoneOptions(typed.timeZone) }}
        />
      </Field>
      <button class="button" type="submit">
        Accept and register
      </button>
    </>
  );
}

/** Holds the nonce. Browsers that refill forms after a reload leave it alone. */
export function NonceField({ nonce }: { nonce: string }) {
  return <input type="hidden" name="nonce" value={nonce} autocomplete="off" />;
}

function FormNotice({ errors, notice }: Pick<RegistrationFormProps, "errors" | "notice">) {
  const faults = Object.entries(errors);
  if (faults.length > 0)
    return (
      <Notice>
        <h2>You are not registered yet</h2>
        <ul>
          {faults.map(([name, error]) => (
            <li key={name}>
              <a href={`#${name}`}>{error}</a>
            </li>
          ))}
        </ul>
      </Notice>
    );
  return notice ? <Notice>{notice}</Notice> : null;
}

interface FieldProps {
  name: FieldName;
  label: string;
  hint?: string;
  errors: FieldErrors;
}

function Field({
  name,
  label,
  hint,
  errors,
  required,
  children,
}: FieldProps & { required?: boolean; children: ComponentChildren }) {
  return (
    <div>
      <label for={name}>
        {label} {!required && name !== "timeZone" && <span>(optional)</span>}
      </label>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {errors[name] && (
        <p class="error" id={`${name}-error`}>
          {errors[name]}
        </p>
      )}
      {children}
    </div>
  );
}

interface TextFieldProps extends FieldProps {
  typed: TypedForm;
  autocomplete: string;
  inputMode?: "tel";
  required?: boolean;
}

function TextField({ inputMode, autocomplete, required = false, typed, ...field }: TextFieldProps) {
  const { name, hint, errors } = field;
  return (
    <Field {...field} required={required}>
      <input
        {...control(name, errors, hint !== undefined)}
        inputMode={inputMode}
        value={typed[name]}
        autocomplete={autocomplete}
        required={required}
        dir="auto"
      />
    </Field>
  );
}

/** Returns the attributes that tie a control to its label, hint and error. */
function control(name: FieldName, errors: FieldErrors, hinted: boolean) {
  const described = [...(hinted ? [`${name}-hint`] : []), ...(errors[name] ? [`${name}-error`] : [])];
  return {
    id: name,
    name,
    ...(described.length > 0 && { "aria-describedby": described.join(" ") }),
    ...(errors[name] && { "aria-invalid": "true" as const }),
  };
}

const beginning = ({ value }: City) => `<option value=${value}`;
const option = (city: City) => `${beginning(city)}>${city.label}`;

/**
 * The options, none chosen. Each has a value of its own, since a browser's translation changes what it shows. HTML
 * needs neither quotes nor end tags here, which saves a third of the page.
 */
const options = [
  option(utc),
  ...citiesByRegion.map(([region, cities]) => `<optgroup label=${region}>${cities.map(option).join("")}`),
].join("");

function timeZoneOptions(chosen: string): string {
  const zone = timeZoneOf(chosen);
  const city = zone === null ? undefined : cityOf(zone);
  if (city) return options.replace(`${beginning(city)}>`, `${beginning(city)} selected>`);
  const unlisted = (
    <option value={chosen} selected>
      {chosen}
    </option>
  );
  return renderToStaticMarkup(unlisted) + options;
}

/** The fields with nothing in them, drawn once. */
const freshFields = renderToStaticMarkup(<Fields typed={emptyForm} errors={{}} fresh />);
