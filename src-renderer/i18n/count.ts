const english = new Intl.NumberFormat('en');
const englishPlural = new Intl.PluralRules('en');
const japanese = new Intl.NumberFormat('ja');

/** `1 image`, `1,204 images`. English only: Japanese has no plural. */
export function count(n: number, one: string, other: string): string {
  return `${english.format(n)} ${englishPlural.select(n) === 'one' ? one : other}`;
}

/** A number inside an English sentence. */
export function enNumber(n: number): string {
  return english.format(n);
}

/** A number inside a Japanese sentence. */
export function jaNumber(n: number): string {
  return japanese.format(n);
}
