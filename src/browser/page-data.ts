/** The entries of the page as texts of JSON; most are read only when somebody looks at them. */
export function entriesOfPage(): string[] {
  return textOf('entries').split('\n').slice(1);
}

/** What the page says beside its entries. The program that wrote the page gave it this form. */
export function factsOfPage<Facts>(): Facts {
  const facts: Facts = JSON.parse(textOf('facts'));
  return facts;
}

function textOf(id: string): string {
  return document.getElementById(id)?.textContent ?? '';
}
