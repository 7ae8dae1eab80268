/** Colours of a layer family for a canvas; the same numbers as the class `.family` in styles/tokens.css. */
export interface FamilyColours {
  readonly solid: string;
  readonly soft: string;
  readonly ink: string;
}

/** Constant lightness and chroma: only the hue tells families apart, so none looks more important. */
export function familyColours(hue: number, theme: 'light' | 'dark'): FamilyColours {
  // The wheel without its reds (0 to 45): red means that something is removed.
  const angle = Math.round(45 + hue * 0.8333);
  return theme === 'light'
    ? {
        solid: `oklch(0.64 0.125 ${angle})`,
        soft: `oklch(0.64 0.125 ${angle} / 0.3)`,
        ink: `oklch(0.44 0.1 ${angle})`,
      }
    : {
        solid: `oklch(0.7 0.115 ${angle})`,
        soft: `oklch(0.7 0.115 ${angle} / 0.3)`,
        ink: `oklch(0.83 0.09 ${angle})`,
      };
}
