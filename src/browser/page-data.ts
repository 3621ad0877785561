/** The entries of the page as JSON texts; most are parsed only when somebody views them. */
export function entriesOfPage(): string[] {
  return textOf('entries').split('\n').slice(1);
}

/** What the page holds besides its entries, in the form written by the program. */
export function factsOfPage<Facts>(): Facts {
  const facts: Facts = JSON.parse(textOf('facts'));
  return facts;
}

function textOf(id: string): string {
  return document.getElementById(id)?.textContent ?? '';
}
