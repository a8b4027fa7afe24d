/** What `health` can be told beside its target. */

import { type Command, Option } from 'commander';
import { notEmpty, number } from './values.ts';

export interface HealthOptions {
  readonly timeoutSeconds: number;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly insecureSkipVerify?: boolean;
}

/** A probe that takes longer says nothing about now. */
const MAX_SECONDS = 60;

/**
 * TLS has no variables: those of a container are set for its server, whose clear text is what a check without a target asks. A
 * timeout is wanted there, where the command is part of an image.
 */
export function addHealthOptions(command: Command): void {
  command
    .addOption(
      number('--timeout-seconds <n>', 'for all of it, from the lookup of the name on', 'SRE_HEALTH_TIMEOUT_SECONDS', {
        fallback: 1,
        min: 1,
        max: MAX_SECONDS,
      }),
    )
    .addOption(file('--ca <file>', 'trust these CAs, and not those of the system (PEM)'))
    .addOption(file('--cert <file>', 'show this client certificate (PEM)'))
    .addOption(file('--key <file>', 'the private key of --cert (PEM, not encrypted)'))
    .addOption(new Option('--insecure-skip-verify', 'trust any certificate, for any name'));
}

function file(flags: string, description: string): Option {
  return new Option(flags, description).argParser(notEmpty);
}
