/** The web view in the system's Chromium, driven by Playwright: a page each test, and pictures of what it shows. */

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { toolEnvironment } from './tool.ts';

/** Kept after a run, to be looked at; not in git. */
const PICTURES = fileURLToPath(new URL('../../../.cache/web-pictures/', import.meta.url));

/** It needs no sandbox where root runs it, and asks nobody else. */
const FLAGS = ['--no-sandbox', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'];

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
}

export interface WebPage {
  readonly page: Page;
  /** What went wrong on it: errors of scripts, of the console, and of the Content-Security-Policy. */
  readonly errors: readonly string[];
  /** Hosts that were asked for anything. */
  readonly origins: ReadonlySet<string>;
  close(): Promise<void>;
}

/** @throws where Chromium is not installed */
export function startBrowser(): Promise<Browser> {
  const env = toolEnvironment() as Record<string, string>;
  return chromium.launch({ executablePath: pathOf('chromium', env), args: FLAGS, env });
}

function pathOf(name: string, { CHROMIUM }: Readonly<Record<string, string>>): string {
  return CHROMIUM ?? `/usr/bin/${name}`;
}

/** A page of its own, with nothing remembered. @param url with the hash of a view, where one is wanted */
export async function openWebPage(browser: Browser, url: string, options: PageOptions = {}): Promise<WebPage> {
  const { width = 1280, height = 720, theme = 'light' } = options;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, acceptDownloads: true });
  const page = await context.newPage();
  const errors: string[] = [];
  const origins = new Set<string>();
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('request', (request) => origins.add(new URL(request.url()).origin));
  await page.goto(url);
  return { page, errors, origins, close: () => context.close() };
}

/** @returns where it is */
export async function picture(page: Page, name: string): Promise<string> {
  mkdirSync(PICTURES, { recursive: true });
  const path = `${PICTURES}${name}.png`;
  await page.screenshot({ path });
  return path;
}
