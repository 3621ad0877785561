/**
 * A 64-bit hash of a text, continued from `state`; two lanes of 32 bits, as sixteen hex digits in `hex`.
 *
 * It only has to tell the versions of one claim apart (claim id, provider and subscriber are compared beside it), so
 * speed counts and secrecy does not: `node:crypto` takes longer for one short text than reading the claim does.
 */
export class ContentHash {
  private high = 0;
  private low = 0;

  reset(): void {
    this.high = 0xdeadbeef | 0;
    this.low = 0x41c6ce57 | 0;
  }

  add(text: string): void {
    let { high, low } = this;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      high = Math.imul(high ^ code, 0x9e3779b1);
      low = Math.imul(low ^ code, 0x5f356495);
    }
    this.high = high ^ (high >>> 15);
    this.low = low ^ (low >>> 13);
  }

  hex(): string {
    const high = Math.imul(this.high ^ (this.low >>> 16), 0x85ebca6b);
    const low = Math.imul(this.low ^ (this.high >>> 13), 0xc2b2ae35);
    return hex32(high ^ (high >>> 16)) + hex32(low ^ (low >>> 15));
  }
}

function hex32(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
