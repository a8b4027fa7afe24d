/** What lasts, and was said: a rule that is asked again and again says it when it begins, and when it gets worse. Names are constants. */

export class Episodes {
  private readonly levels = new Map<string, number>();

  /** @returns whether it has begun just now: it is so, and was not when this was asked last */
  begins(name: string, isSo: boolean): boolean {
    return this.worsens(name, isSo ? 1 : 0);
  }

  /** @param level how bad it is; 0: it is over. @returns whether it has not been as bad since it began */
  worsens(name: string, level: number): boolean {
    if (level === 0) {
      this.levels.delete(name);
      return false;
    }
    if (level <= (this.levels.get(name) ?? 0)) return false;
    this.levels.set(name, level);
    return true;
  }

  goesOn(name: string): boolean {
    return this.levels.has(name);
  }
}
