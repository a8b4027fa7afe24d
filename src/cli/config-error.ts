/** Options that do not go together: the user's error, told with the flags' names. */
export class ConfigError extends Error {}
