// What is typed as -e NAME=value, or set in the environment, checked before anything is sent. A throw of a text, and not of an
// Error, is printed by k6 without a stack.

/** Upper bounds keep a slip of the finger from hurting neighbours; who means it says so. */
const LIFTED = text('LIMITS', 'on') === 'off';

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

export function text(name, fallback) {
  return __ENV[name] || fallback;
}

export function choice(name, fallback, choices) {
  const value = text(name, fallback);
  if (!choices.includes(value)) refuse(name, value, `one of ${choices.join(', ')}`);
  return value;
}

export function wholeNumber(name, fallback, least, most) {
  const came = text(name, fallback);
  const value = Number(came);
  if (!Number.isInteger(value)) refuse(name, came, `a whole number from ${least} to ${most}`);
  return inRange(name, value, least, most, String);
}

/** With decimals. @returns a share, 0 to 1 */
export function percent(name, fallback) {
  const came = text(name, fallback);
  const value = Number(came);
  if (!(value >= 0 && value <= 100)) refuse(name, came, 'a number from 0 to 100');
  return value / 100;
}

/** As "250ms", "30s", "5m" or "1h". @returns milliseconds, as the bounds are */
export function duration(name, fallback, least, most) {
  const came = text(name, fallback);
  const [, digits, unit] = /^(\d+)(ms|s|m|h)$/.exec(came) ?? [];
  const range = `from ${shown(least)} to ${shown(most)}`;
  if (unit === undefined) refuse(name, came, `a whole number with ms, s, m or h, ${range}`);
  return inRange(name, Number(digits) * UNIT_MS[unit], least, most, shown);
}

/** As JSON, {"name": "value"}: metadata or header fields. */
export function fields(name) {
  const came = text(name, '{}');
  let value;
  try {
    value = JSON.parse(came);
  } catch {
    value = null;
  }
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
  if (!isObject || Object.values(value).some((each) => typeof each !== 'string')) {
    refuse(name, came, 'JSON of names and texts, {"x-team": "payments"} for example');
  }
  return value;
}

export function shown(ms) {
  const unit = ['h', 'm', 's'].find((each) => ms > 0 && ms % UNIT_MS[each] === 0) ?? 'ms';
  return `${ms / UNIT_MS[unit]}${unit}`;
}

export function refuse(name, came, expected) {
  throw `${name} is "${came}": ${expected} was expected`;
}

function inRange(name, value, least, most, print) {
  if (value >= least && (value <= most || LIFTED)) return value;
  const lift = value > most ? ' (LIMITS=off lifts the upper bounds)' : '';
  refuse(name, print(value), `${print(least)} to ${print(most)}${lift}`);
}
